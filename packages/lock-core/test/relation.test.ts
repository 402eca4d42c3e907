import { describe, expect, test } from "vitest"
import type { Liveness, ProcessIdentity } from "../src/liveness.ts"
import type { LockRecord } from "../src/record.ts"
import { relate } from "../src/relation.ts"
import { sessionLabel } from "../src/workspace.ts"

const P = (pid: number, start: string | undefined = "s1"): ProcessIdentity => ({
  pid,
  ...(start !== undefined && { start }),
  bootId: "b1",
  pidNamespace: "n1",
})
/** A lease of session alice in that process. */
const held = (process: ProcessIdentity | null, session_id = "alice"): LockRecord => ({
  schema_version: 1,
  session_id,
  pid: process?.pid ?? 0,
  acquired_at: 0,
  ttl_ms: 0,
  ...(process?.start !== undefined && { process_start: process.start }),
  ...(process && { boot_id: "b1", pid_namespace: "n1" }),
})
const ageless = (pid: number): ProcessIdentity => ({ pid, bootId: "b1", pidNamespace: "n1" })

describe("whose lease it is", () => {
  // biome-ignore format: one row a line
  test.each([
    // recorded, its liveness, session, process of the claimant, is the holder above it?
    ["the same process", held(P(101)), "alive", "alice", P(101), false, "own"],
    ["the same process after /clear", held(P(101)), "alive", "alice-2", P(101), false, "own"],
    ["resumed after its process died", held(P(101)), "dead", "alice", P(102), false, "own"],
    ["resumed, the old process cannot be told", held(P(101)), "unknown", "alice", P(102), false, "own"],
    ["resumed in a process of the same pid", held(P(101)), "dead", "alice", P(101, "s2"), false, "own"],
    ["open in another living process", held(P(101)), "alive", "alice", P(102), false, "twin"],
    ["open in a living process above this one", held(P(101)), "alive", "alice", P(102), true, "twin"],
    ["another pid of unknown age", held(ageless(101)), "exists", "alice", P(102), false, "twin"],
    ["the same pid of unknown age", held(ageless(101)), "exists", "alice", ageless(101), false, "own"],
    ["recorded without a process", held(null), "alive", "alice", P(102), false, "own"],
    ["claimed without a process", held(P(101)), "alive", "alice", undefined, false, "own"],
    ["another session", held(P(101)), "alive", "bob", P(102), false, "other"],
    ["another session, its holder dead", held(P(101)), "dead", "bob", P(102), false, "other"],
    ["another session started by the holder", held(P(101)), "alive", "bob", P(102), true, "guest"],
    ["another session without a process", held(P(101)), "alive", "bob", undefined, true, "other"],
    ["another session, none recorded", held(null), "alive", "bob", P(102), true, "other"],
    ["another session in the same pid of unknown age", held(ageless(101)), "exists", "bob", ageless(101), false, "own"],
    ["another session in the same pid, one age unknown", held(P(101)), "alive", "bob", ageless(101), false, "own"],
  ] satisfies [string, LockRecord, Liveness, string, ProcessIdentity | undefined, boolean, string][])(
    "%s",
    (_, record, liveness, sessionId, process, isAncestor, expected) =>
      expect(
        relate(record, { sessionId, process }, { judge: () => liveness, isAncestor: () => isAncestor }),
      ).toBe(expected),
  )

  test("a session is the same in full and as a label", () => {
    const view = { judge: () => "unknown" as const, isAncestor: () => false }
    const id = "Alice & Co"
    expect(relate(held(null, id), { sessionId: sessionLabel(id) }, view)).toBe("own")
    expect(relate(held(null, sessionLabel(id)), { sessionId: id }, view)).toBe("own")
    expect(relate(held(null, id), { sessionId: "Alice & Sons" }, view)).toBe("other")
  })

  test("nobody is asked about processes where the answer does not need it", () => {
    const view = {
      judge: (): never => expect.unreachable(),
      isAncestor: (): never => expect.unreachable(),
    }
    expect(relate(held(P(101)), { sessionId: "bob", process: P(101) }, view)).toBe("own")
    expect(relate(held(P(101)), { sessionId: "bob" }, view)).toBe("other")
  })
})
