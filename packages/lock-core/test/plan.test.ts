import { describe, expect, test } from "vitest"
import type { Instant } from "../src/instant.ts"
import type { Liveness, ProcessIdentity } from "../src/liveness.ts"
import {
  type Circumstances,
  type Claim,
  type Plan,
  planAcquire,
  planRefresh,
  planRelease,
} from "../src/plan.ts"
import type { LockRecord } from "../src/record.ts"
import type { StoredLock } from "../src/store.ts"
import { NOON } from "../src/testing/machine.ts"

const TTL = 300_000
const MONO = 500_000
const NOW: Instant = { wallMs: NOON, monoMs: MONO, bootId: "b1" }
const P = (pid: number, start = `s${pid}`): ProcessIdentity => ({
  pid,
  start,
  bootId: "b1",
  pidNamespace: "n1",
})

/** Alice's lease, granted under token 7 to process 101 one second ago. */
const ALICES: LockRecord = {
  schema_version: 1,
  session_id: "alice",
  pid: 101,
  acquired_at: NOON - 1_000,
  ttl_ms: TTL,
  token: 7,
  held_since: NOON - 1_000,
  process_start: "s101",
  boot_id: "b1",
  pid_namespace: "n1",
  mono_expires_at: MONO - 1_000 + TTL + 1,
}
/** The five fields alone, as a reader and writer of nothing else leaves them. */
const FIVE: LockRecord = {
  schema_version: 1,
  session_id: "alice",
  pid: 101,
  acquired_at: NOON - 1_000,
  ttl_ms: TTL,
}

const expired = (record: LockRecord): LockRecord => ({
  ...record,
  acquired_at: NOON - TTL - 1,
  ...(record.mono_expires_at && { mono_expires_at: MONO }),
})
const lastMoment = (record: LockRecord): LockRecord => ({
  ...record,
  acquired_at: NOON - TTL,
  ...(record.mono_expires_at && { mono_expires_at: MONO + 1 }),
})
const foreignBoot = (record: LockRecord): LockRecord => ({ ...record, boot_id: "b0" })
const inFlight: LockRecord = { ...expired(ALICES), in_flight: 1, in_flight_until: MONO + 1 }

const stored = (record: LockRecord | null, nextToken = 8): StoredLock => ({ record, version: "v", nextToken })
const FREE = stored(null)

const alice: Claim = { sessionId: "alice", process: P(101) }
const bob: Claim = { sessionId: "bob", process: P(102) }
const resumed: Claim = { sessionId: "alice", process: P(103) }
const cleared: Claim = { sessionId: "alice-2", process: P(101) }
const nameless: Claim = { sessionId: "bob" }

const seeing = (holder: Liveness, guest = false): Circumstances => ({
  now: NOW,
  judge: () => holder,
  isAncestor: () => guest,
})

/** What a plan comes to, in one line. */
function inWords(plan: Plan<object>): string {
  const result = plan.result as Record<string, unknown>
  if (plan.do === "delete") return "free"
  if (plan.do === "nothing") {
    if ("relation" in result) return `held (${result.relation})`
    const { holder, superseded } = result as { holder: LockRecord | null; superseded?: true }
    return `${holder ? `leave ${holder.session_id}'s` : "nothing to leave"}${superseded ? " (superseded)" : ""}`
  }
  const { session_id, pid, token } = plan.next
  const over = "takenOver" in result ? `, over ${(result.takenOver as { because: string }).because}` : ""
  return `${session_id}/${pid} under ${token}${over}`
}

describe("acquire", () => {
  // biome-ignore format: one row a line
  test.each([
    ["never held: taken", null, alice, seeing("unknown"), `alice/101 under ${NOON}`],
    ["free: taken under a later token", FREE, bob, seeing("unknown"), "bob/102 under 8"],
    ["own: kept under its token", stored(ALICES), alice, seeing("alive"), "alice/101 under 7"],
    ["own, expired: kept", stored(expired(ALICES)), alice, seeing("alive"), "alice/101 under 7"],
    ["own, the session renamed by /clear: kept", stored(ALICES), cleared, seeing("alive"), "alice-2/101 under 7"],
    ["own, resumed elsewhere: a new holder", stored(ALICES), resumed, seeing("dead"), "alice/103 under 8"],
    ["own, the old process unknown: still its", stored(ALICES), resumed, seeing("unknown"), "alice/101 under 7"],
    ["own, of another boot: a new holder", stored(foreignBoot(ALICES)), resumed, seeing("unknown"), "alice/103 under 8"],
    ["own, five fields: a new holder", stored(FIVE), alice, seeing("unknown"), "alice/101 under 8"],
    ["own, claimed without a process: kept", stored(ALICES), { sessionId: "alice" }, seeing("alive"), "alice/101 under 7"],
    ["own, never with a process: adopted", stored({ ...ALICES, pid: 0 }), alice, seeing("unknown"), "alice/101 under 7"],
    ["a twin: held", stored(ALICES), resumed, seeing("alive"), "held (twin)"],
    ["a twin, expired: taken over", stored(expired(ALICES)), resumed, seeing("alive"), "alice/103 under 8, over expired"],
    ["a guest: held", stored(ALICES), bob, seeing("alive", true), "held (guest)"],
    ["a guest, expired: held all the same", stored(expired(ALICES)), bob, seeing("alive", true), "held (guest)"],
    ["another's, fresh: held", stored(ALICES), bob, seeing("alive"), "held (other)"],
    ["another's, doubtful: held", stored(ALICES), bob, seeing("unknown"), "held (other)"],
    ["another's, at its last millisecond: held", stored(lastMoment(ALICES)), bob, seeing("alive"), "held (other)"],
    ["another's, expired: taken over", stored(expired(ALICES)), bob, seeing("alive"), "bob/102 under 8, over expired"],
    ["another's, dead: taken over", stored(ALICES), bob, seeing("dead"), "bob/102 under 8, over dead"],
    ["another's, in flight, alive: held", stored(inFlight), bob, seeing("alive"), "held (other)"],
    ["another's, in flight, doubtful: taken over", stored(inFlight), bob, seeing("unknown"), "bob/102 under 8, over expired"],
    ["another's, of another boot: held", stored(foreignBoot(ALICES)), bob, seeing("unknown"), "held (other)"],
    ["another's, five fields, fresh: held", stored(FIVE), bob, seeing("unknown"), "held (other)"],
    ["another's, five fields, last moment: held", stored(lastMoment(FIVE)), bob, seeing("unknown"), "held (other)"],
    ["another's, five fields, expired: taken", stored(expired(FIVE)), bob, seeing("unknown"), "bob/102 under 8, over expired"],
    ["another's, no process claimed: held", stored(ALICES), nameless, seeing("alive"), "held (other)"],
  ])("%s", (_, before, claim, at, expected) => expect(inWords(planAcquire(before, claim, at))).toBe(expected))
})

describe("refresh", () => {
  // biome-ignore format: one row a line
  test.each([
    ["never held: not taken", null, alice, seeing("unknown"), "nothing to leave"],
    ["free: not taken", FREE, alice, seeing("unknown"), "nothing to leave"],
    ["own: kept under its token", stored(ALICES), alice, seeing("alive"), "alice/101 under 7"],
    ["own, by its token", stored(ALICES), { ...alice, token: 7 }, seeing("alive"), "alice/101 under 7"],
    ["own, by an earlier token: left", stored(ALICES), { ...alice, token: 6 }, seeing("alive"), "leave alice's (superseded)"],
    ["own, by a later token: left", stored(ALICES), { ...alice, token: 8 }, seeing("alive"), "leave alice's (superseded)"],
    ["own, of no token, by one: left", stored(FIVE), { ...alice, token: 7 }, seeing("unknown"), "leave alice's (superseded)"],
    ["own, expired: kept", stored(expired(ALICES)), alice, seeing("alive"), "alice/101 under 7"],
    ["own, resumed elsewhere: a new holder", stored(ALICES), resumed, seeing("dead"), "alice/103 under 8"],
    ["a twin's: left", stored(ALICES), resumed, seeing("alive"), "leave alice's"],
    ["a guest's host's: left", stored(ALICES), bob, seeing("alive", true), "leave alice's"],
    ["another's, fresh: left", stored(ALICES), bob, seeing("alive"), "leave alice's"],
    ["another's, expired: left", stored(expired(ALICES)), bob, seeing("alive"), "leave alice's"],
    ["another's, dead: left", stored(ALICES), bob, seeing("dead"), "leave alice's"],
    ["another's, by the right token: left", stored(ALICES), { ...bob, token: 7 }, seeing("dead"), "leave alice's"],
  ])("%s", (_, before, claim, at, expected) => expect(inWords(planRefresh(before, claim, at))).toBe(expected))
})

describe("release", () => {
  // biome-ignore format: one row a line
  test.each([
    ["never held", null, alice, seeing("unknown"), "nothing to leave"],
    ["free", FREE, alice, seeing("unknown"), "nothing to leave"],
    ["own: freed", stored(ALICES), alice, seeing("alive"), "free"],
    ["own, by its token: freed", stored(ALICES), { ...alice, token: 7 }, seeing("alive"), "free"],
    ["own, by an earlier token: left", stored(ALICES), { ...alice, token: 6 }, seeing("alive"), "leave alice's (superseded)"],
    ["own, expired: freed", stored(expired(ALICES)), alice, seeing("alive"), "free"],
    ["own, the session renamed by /clear: freed", stored(ALICES), cleared, seeing("alive"), "free"],
    ["own, five fields: freed", stored(FIVE), alice, seeing("unknown"), "free"],
    ["a twin's: left", stored(ALICES), resumed, seeing("alive"), "leave alice's"],
    ["a guest's host's: left", stored(ALICES), bob, seeing("alive", true), "leave alice's"],
    ["another's, fresh: left", stored(ALICES), bob, seeing("alive"), "leave alice's"],
    ["another's, dead: left", stored(ALICES), bob, seeing("dead"), "leave alice's"],
  ])("%s", (_, before, claim, at, expected) => expect(inWords(planRelease(before, claim, at))).toBe(expected))
})

describe("tokens", () => {
  test("come from the store where it counts them", () => {
    expect(inWords(planAcquire(stored(null, 41), bob, seeing("unknown")))).toBe("bob/102 under 41")
    expect(inWords(planAcquire(stored(ALICES, 41), bob, seeing("dead")))).toBe("bob/102 under 41, over dead")
  })

  test("go on from the last one, or from the clock, where it does not", () => {
    const uncounted = (token: number): StoredLock => ({ record: { ...ALICES, token }, version: "v" })
    expect(inWords(planAcquire(uncounted(7), bob, seeing("dead")))).toBe(`bob/102 under ${NOON}, over dead`)
    expect(inWords(planAcquire(uncounted(NOON), bob, seeing("dead")))).toBe(
      `bob/102 under ${NOON + 1}, over dead`,
    )
  })
})

describe("what a plan tells", () => {
  test("whom it takes over from, and why", () => {
    const { result } = planAcquire(stored(ALICES), bob, seeing("dead"))
    expect(result).toMatchObject({ acquired: true, takenOver: { record: ALICES, because: "dead" } })
  })

  test("who holds it, and until when at the latest", () => {
    const { result } = planAcquire(stored(ALICES), bob, seeing("alive"))
    expect(result).toEqual({
      acquired: false,
      holder: ALICES,
      relation: "other",
      heldUntil: NOON - 1_000 + TTL + 1,
    })
  })

  test("since when it is held: through renewals, not through a change of holder", () => {
    const since = (plan: Plan<object>) => plan.do === "write" && plan.next.held_since
    expect(since(planAcquire(stored(ALICES), alice, seeing("alive")))).toBe(NOON - 1_000)
    expect(since(planRefresh(stored(ALICES), alice, seeing("alive")))).toBe(NOON - 1_000)
    expect(since(planAcquire(stored(ALICES), resumed, seeing("dead")))).toBe(NOON)
    expect(since(planAcquire(stored(ALICES), bob, seeing("dead")))).toBe(NOON)
  })

  test("what is written is what is answered", () => {
    for (const plan of [
      planAcquire(FREE, bob, seeing("unknown")),
      planAcquire(stored(ALICES), alice, seeing("alive")),
    ])
      expect(plan.do === "write" && plan.result.acquired && plan.result.lock).toBe(
        plan.do === "write" && plan.next,
      )
  })

  test("a takeover starts afresh; a renewal goes on", () => {
    const busy = {
      ...ALICES,
      in_flight: 2,
      in_flight_until: MONO + 9,
      tool: "Edit",
      ttl_ms: 2 * TTL,
      mono_expires_at: MONO + 2 * TTL,
    }
    expect(planAcquire(stored(busy), bob, seeing("dead"))).toMatchObject({ next: { ttl_ms: TTL } })
    const over = planAcquire(stored(busy), bob, seeing("dead"))
    expect(over.do === "write" && [over.next.in_flight, over.next.tool]).toEqual([undefined, undefined])
    const on = planAcquire(stored(busy), alice, seeing("alive"))
    expect(on.do === "write" && [on.next.in_flight, on.next.tool]).toEqual([2, "Edit"])
  })
})
