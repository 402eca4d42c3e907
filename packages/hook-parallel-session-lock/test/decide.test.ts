import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { decide } from "../src/contended/decide.ts"
import { formatReason, REASON_MAX_LENGTH } from "../src/contended/reason.ts"

const holder = {
  schema_version: 1,
  session_id: "s-1",
  pid: 42,
  acquired_at: 1_000,
  ttl_ms: 300_000,
  held_since: 0,
}
const sentence = (session: string, pid: string): string =>
  `parallel session lock held by ${session} (pid ${pid}) — wait or close that session first`

describe("decide", () => {
  test.each<[string, unknown]>([
    ["missing", undefined],
    ["null", null],
    ["a string", "acquired"],
    ["without a word on it", {}],
    ["of another shape", { acquired: "yes" }],
    ["granted", { acquired: true, lock: holder }],
    ["a guest of the holder", { acquired: false, relation: "guest", holder }],
  ])("a result that is %s lets the call pass", (_, acquireResult) => {
    expect(decide({ acquireResult, sessionId: "me" })).toEqual({ block: false })
  })

  test.each<[string, unknown, string]>([
    ["a holder", { acquired: false, holder }, sentence("s-1", "42")],
    ["a holder without a pid", { acquired: false, holder: { ...holder, pid: 0 } }, sentence("s-1", "?")],
    ["a nameless holder", { acquired: false, holder: { pid: 42 } }, sentence("unknown", "42")],
    ["an empty holder", { acquired: false, holder: {} }, sentence("unknown", "?")],
    ["no holder", { acquired: false }, sentence("unknown", "?")],
    ["a twin", { acquired: false, relation: "twin", holder }, sentence("s-1", "42")],
  ])("a result with %s blocks and says so", (_, acquireResult, begins) => {
    const decision = decide({ acquireResult, sessionId: "me" })
    expect(decision.block && decision.reason.startsWith(begins)).toBe(true)
  })

  test("is total, and never blocks without a reason", () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (acquireResult, sessionId) => {
        const decision = decide({ acquireResult, sessionId })
        return !decision.block || decision.reason.startsWith("parallel session lock held by ")
      }),
    )
  })
})

describe("the reason", () => {
  const context = { now: 125_000, heldUntil: 301_000, workspace: "/home/dev/app", branch: "main" }

  test("tells what there is to know", () => {
    expect(formatReason(holder, "me", context)).toMatchInlineSnapshot(
      `"parallel session lock held by s-1 (pid 42) — wait or close that session first. Nothing was changed. That session is changing /home/dev/app (branch main): since 3 min ago, last active 3 min ago. The lock ends with its turn, in 3 min at the latest unless it goes on working. Reading and searching still work. Next: go on with what changes nothing here, wait for that session's turn to end, work in a git worktree of your own, or tell the user."`,
    )
  })

  test("makes do with nothing", () => {
    expect(formatReason({}, "me")).toMatchInlineSnapshot(
      `"parallel session lock held by unknown (pid ?) — wait or close that session first. Nothing was changed. That session is changing this workspace. The lock ends with its turn. Reading and searching still work. Next: go on with what changes nothing here, wait for that session's turn to end, work in a git worktree of your own, or tell the user."`,
    )
  })

  test("names the host where that may be another one", () => {
    const there = { ...context, workspace: "github.com/acme/app#main", branch: undefined, host: "devbox\n7" }
    expect(formatReason(holder, "me", there)).toContain(
      "That session on host devbox 7 is changing github.com/acme/app#main: since 3 min ago",
    )
  })

  test("tells twins that they are", () => {
    expect(formatReason(holder, "s-1", context)).toContain("same session is open in another process")
  })

  test("is short when it was said before", () => {
    expect(formatReason(holder, "me", { ...context, repeated: true })).toBe(
      `${sentence("s-1", "42")}. Nothing was changed; reading still works.`,
    )
  })

  test("is one bounded line without control characters, whatever things are called", () => {
    const name = fc.string({ unit: "binary", maxLength: 2_000 })
    fc.assert(
      fc.property(name, name, name, (session_id, workspace, branch) => {
        const reason = formatReason({ session_id, pid: 7 }, "me", { workspace, branch })
        expect(reason).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/)
        expect([...reason].length).toBeLessThanOrEqual(REASON_MAX_LENGTH)
        expect(reason).toContain(" — wait or close that session first. Nothing was changed. ")
      }),
    )
  })

  test("says neither how to get around the gate nor to try again", () => {
    expect(formatReason(holder, "me", context)).not.toMatch(
      /ROUTER_GATE|retry|try again|force|unlock|stash|reset/i,
    )
  })
})
