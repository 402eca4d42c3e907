import type { LockRecord } from "@router-gate/lock-core"
import { describe, expect, test } from "vitest"
import { isSilent, leftOf, remember, rememberLoss, rememberSilence } from "../../src/remote/remembered.ts"
import { remoteTerms } from "../../src/remote/terms.ts"

const at = (ms: number, more = {}) => ({ monoMs: 1_000 + ms, wallMs: 900_000 + ms, bootId: "b007", ...more })
const lock: LockRecord = {
  schema_version: 1,
  session_id: "s",
  pid: 0,
  acquired_at: 900_000,
  ttl_ms: 60_000,
  token: 7,
  boot_id: "b007",
  mono_expires_at: 61_001,
}
const place = { key: "k", workspace: "/ws" }
const known = remember(place, lock)

describe("a lease that is remembered", () => {
  test.each<[string, ReturnType<typeof at>, number]>([
    ["at once", at(0), 60_000],
    ["later", at(50_000), 10_000],
    ["when it is over", at(60_001), 0],
    ["after the machine was suspended: its own clock stood still", at(0, { wallMs: 950_000 }), 10_000],
    ["after the wall clock was set back", at(50_000, { wallMs: 0 }), 10_001],
    ["in another boot", at(0, { bootId: "0ther" }), 0],
    ["where the boot cannot be told", at(0, { bootId: null }), 0],
    ["without a clock", at(0, { monoMs: null }), 0],
  ])("%s", (_, now, left) => expect(leftOf(known, now)).toBe(left))

  test("nothing is left of nothing", () => expect(leftOf(null, at(0))).toBe(0))

  test("when the store says nothing, it is what it was, and the store is let alone for a while", () => {
    const silent = rememberSilence(place, known, at(10_000))
    expect(silent.token).toBe(7)
    expect(leftOf(silent, at(10_000))).toBe(50_000)
    expect([0, 9_999, 10_000].map((ms) => isSilent(silent, at(10_000 + ms)))).toEqual([true, true, false])
    expect(isSilent(silent, at(10_000, { bootId: "0ther" }))).toBe(false)
    expect(isSilent(known, at(0))).toBe(false)
    expect(
      leftOf(rememberSilence(place, known, at(0, { bootId: "0ther" })), at(0, { bootId: "0ther" })),
    ).toBe(0)
    expect(rememberSilence(place, null, at(0)).token).toBeNull()
  })

  test("when it is lost, nothing of it is left but its token", () => {
    const lost = rememberLoss(known)
    expect([lost.token, leftOf(lost, at(0))]).toEqual([7, 0])
  })
})

test.each<[string, string, object, Record<string, string>, number]>([
  ["a file", "Write", { file_path: "/a" }, {}, 0],
  ["a command, which is ended after two minutes", "Bash", { command: "make" }, {}, 180_000],
  ["a command that says how long", "Bash", { command: "make", timeout: 600_000 }, {}, 660_000],
  ["the client's own limit", "Bash", { command: "make" }, { BASH_DEFAULT_TIMEOUT_MS: "300000" }, 360_000],
  ["a call of unknown length", "mcp__x__write", {}, {}, 1_860_000],
])("what is needed for %s", (_, toolName, toolInput, env, needMs) => {
  const terms = remoteTerms({ toolName, toolInput: { ...toolInput } }, 30_000, env)
  expect(terms).toEqual({ needMs, askMs: needMs + 30_000, enoughMs: needMs + 10_000 })
  expect(terms.askMs).toBeGreaterThan(terms.enoughMs) // or every call would have to ask
})

test.each<[string, string, object, number, number]>([
  ["a file", "Write", { file_path: "/a" }, 0, 180_000],
  ["a command", "Bash", { command: "make" }, 180_000, 180_000],
  ["a longer command", "Bash", { command: "make", timeout: 600_000 }, 660_000, 660_000],
])(
  "of a lease as long as most commands, %s asks for what any of them needs",
  (_, toolName, input, needMs, coveredMs) => {
    const terms = remoteTerms({ toolName, toolInput: { ...input } }, 300_000, {})
    expect(terms).toEqual({ needMs, askMs: coveredMs + 300_000, enoughMs: coveredMs + 100_000 })
    expect(remoteTerms({ toolName, toolInput: { ...input } }, 179_999, {}).askMs).toBe(needMs + 179_999)
  },
)
