import { beforeEach, expect, test } from "vitest"
import { inspect } from "../src/inspect.ts"
import type { Claim } from "../src/plan.ts"
import { acquire, release } from "../src/protocol.ts"
import type { LockIo } from "../src/store.ts"
import { fileStore } from "../src/stores/file.ts"
import { type Machine, simulateMachine } from "../src/testing/machine.ts"
import { temporaryDirectory } from "./temporary-directory.ts"

const KEY = "0123456789ab"
const TTL_MS = 300_000
let machine: Machine
let io: LockIo
let alice: Claim
let bob: Claim

beforeEach(() => {
  machine = simulateMachine()
  io = machine.io(fileStore({ dir: temporaryDirectory(), wallMs: machine.wallMs }))
  alice = { sessionId: "Alice & Co", process: machine.start(101), details: { tool: "Edit" } }
  bob = { sessionId: "bob", process: machine.start(102) }
})

const takes = () => acquire(KEY, alice, io)
// biome-ignore format: one row a line
test.each<[string, () => unknown, () => Claim, object]>([
  ["never held", () => {}, () => bob, { state: "free" }],
  ["given back", () => takes().then(() => release(KEY, alice, io)), () => bob, { state: "free" }],
  ["one's own", takes, () => alice, { state: "own", lock: { session_id: "Alice & Co", tool: "Edit" } }],
  ["another's", takes, () => bob, { state: "held", relation: "other", holder: { session_id: "Alice & Co", tool: "Edit" } }],
  ["a twin's", takes, () => ({ ...alice, process: machine.start(103) }), { state: "held", relation: "twin" }],
  ["a host's", takes, () => ({ ...bob, process: machine.start(104, 101) }), { state: "held", relation: "guest" }],
  ["expired", () => takes().then(() => machine.pass(TTL_MS + 1)), () => bob, { state: "stale", because: "expired", lock: { tool: "Edit" } }],
  ["a dead one's", () => takes().then(() => machine.kill(101)), () => bob, { state: "stale", because: "dead" }],
])("a lock that is %s looks it, and stays as it is", async (_, prepare, claim, expected) => {
  await prepare()
  const before = await io.readLock(KEY)
  expect(await inspect(KEY, claim(), io)).toMatchObject(expected)
  expect((await io.readLock(KEY))?.version).toBe(before?.version)
})
