import { expect, test } from "vitest"
import { acquire } from "../../src/protocol.ts"
import type { Deadline } from "../../src/remote/deadline.ts"
import { remoteIo } from "../../src/remote/remote-io.ts"
import { remoteStore } from "../../src/remote/remote-store.ts"
import type { LockStore } from "../../src/store.ts"
import { memoryStore } from "../../src/stores/memory.ts"

/** Notes which deadline each operation went under. */
function noted() {
  const deadlines: Deadline[] = []
  const memory = memoryStore()
  const operations = (deadline: () => Deadline): LockStore => ({
    readLock(key) {
      deadlines.push(deadline())
      return memory.readLock(key)
    },
    writeLock(key, next, expectedVersion) {
      deadlines.push(deadline())
      return memory.writeLock(key, next, expectedVersion)
    },
    deleteLock(key, expectedVersion) {
      deadlines.push(deadline())
      return memory.deleteLock(key, expectedVersion)
    },
  })
  return { deadlines, store: remoteStore(operations, 60_000, async () => {}) }
}

test("one call within a limit has one deadline for all that it asks", async () => {
  const { deadlines, store } = noted()
  await acquire("k", { sessionId: "alice" }, remoteIo(store.within(60_000)))
  expect(deadlines).toHaveLength(2)
  expect(new Set(deadlines).size).toBe(1)
})

test("outside of one, every operation has its own", async () => {
  const { deadlines, store } = noted()
  await acquire("k", { sessionId: "alice" }, remoteIo(store))
  expect(new Set(deadlines).size).toBe(2)
})

test("a store that hosts share is asked about leases, and nobody about processes", () => {
  const io = remoteIo(memoryStore())
  expect(io.judge).toBeUndefined()
  expect(io.isAncestor).toBeUndefined()
  expect(io.pause).toBeDefined()
})
