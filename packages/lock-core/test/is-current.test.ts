import { expect, test } from "vitest"
import { isCurrent } from "../src/is-current.ts"
import { acquire, release } from "../src/protocol.ts"
import type { LockStore } from "../src/store.ts"
import { memoryStore } from "../src/stores/memory.ts"
import { simulateMachine } from "../src/testing/machine.ts"
import { serverStore } from "./server-store.ts"

const KEY = "0123456789ab"

test.each<[string, (elapsedMs: () => number) => LockStore]>([
  ["the reader's clock", memoryStore],
  ["the store's clock", serverStore],
])("a grant is current until it ends by %s, and never again", async (_, makeStore) => {
  const machine = simulateMachine()
  const io = machine.io(makeStore(machine.elapsedMs))
  expect(await isCurrent(KEY, 1, io)).toBe(false) // nothing was ever granted
  const alice = await acquire(KEY, { sessionId: "alice", ttlMs: 100 }, io)
  const token = alice.acquired ? (alice.lock.token as number) : 0
  expect(await isCurrent(KEY, token, io)).toBe(true)
  expect(await isCurrent(KEY, token - 1, io)).toBe(false)
  expect(await isCurrent(KEY, token + 1, io)).toBe(false)
  machine.pass(100)
  expect(await isCurrent(KEY, token, io)).toBe(true)
  machine.pass(1)
  expect(await isCurrent(KEY, token, io)).toBe(false)
  const bob = await acquire(KEY, { sessionId: "bob", ttlMs: 100 }, io)
  const bobs = bob.acquired ? (bob.lock.token as number) : 0
  expect(await isCurrent(KEY, token, io)).toBe(false)
  expect(await isCurrent(KEY, bobs, io)).toBe(true)
  await release(KEY, { sessionId: "bob" }, io)
  expect(await isCurrent(KEY, bobs, io)).toBe(false)
})
