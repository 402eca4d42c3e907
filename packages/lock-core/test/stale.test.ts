import { describe, expect, test } from "vitest"
import type { Instant } from "../src/instant.ts"
import type { Liveness } from "../src/liveness.ts"
import type { LockRecord } from "../src/record.ts"
import { CLOCK_SKEW_MS, heldUntil, isExpired, MAX_CLOCK_LEAD_MS, staleness } from "../src/stale.ts"
import { NOON } from "../src/testing/machine.ts"

const TTL = 300_000
const MONO = 500_000
const CAP = MONO + 7_200_000
const LEASE: LockRecord = {
  schema_version: 1,
  session_id: "alice",
  pid: 101,
  acquired_at: NOON,
  ttl_ms: TTL,
  boot_id: "b1",
  mono_expires_at: MONO + TTL + 1,
}
const FIVE: LockRecord = { schema_version: 1, session_id: "alice", pid: 101, acquired_at: NOON, ttl_ms: TTL }
const IN_FLIGHT: LockRecord = { ...LEASE, in_flight: 1, in_flight_until: CAP }

/** `ms` after the lease was written, the wall clock off by `wallOff`. */
const at = (ms: number, wallOff = 0): Instant => ({
  wallMs: NOON + ms + wallOff,
  monoMs: MONO + ms,
  bootId: "b1",
})
const rebooted = (ms: number): Instant => ({ wallMs: NOON + ms, monoMs: 1_000, bootId: "b2" })
const clockless = (ms: number): Instant => ({ wallMs: NOON + ms, monoMs: null, bootId: null })
const TEN_MINUTES = 600_000
const THREE_DAYS = 3 * 24 * 3_600_000

describe("expiry", () => {
  // biome-ignore format: one row a line
  test.each([
    ["at once: no", LEASE, at(0), false],
    ["at its last millisecond: no", LEASE, at(TTL), false],
    ["one later: yes", LEASE, at(TTL + 1), true],
    ["the wall clock 10 minutes ahead: no", LEASE, at(1_000, TEN_MINUTES), false],
    ["the wall clock 3 days ahead: no", LEASE, at(1_000, THREE_DAYS), false],
    ["the wall clock 10 minutes behind, past its end: yes", LEASE, at(TTL + 1, -TEN_MINUTES), true],
    ["after a reboot, at its last millisecond: no", LEASE, rebooted(TTL), false],
    ["after a reboot, within the skew: no", LEASE, rebooted(TTL + CLOCK_SKEW_MS), false],
    ["after a reboot, past the skew: yes", LEASE, rebooted(TTL + CLOCK_SKEW_MS + 1), true],
    ["a reader without a clock, within the skew: no", LEASE, clockless(TTL + CLOCK_SKEW_MS), false],
    ["a reader without a clock, past the skew: yes", LEASE, clockless(TTL + CLOCK_SKEW_MS + 1), true],
    ["five fields, at the last millisecond: no", FIVE, at(TTL), false],
    ["five fields, one later: yes, without skew", FIVE, at(TTL + 1), true],
    ["five fields from a clock a little ahead: no", { ...FIVE, acquired_at: NOON + MAX_CLOCK_LEAD_MS }, at(0), false],
    ["five fields from the far future: yes", { ...FIVE, acquired_at: NOON + MAX_CLOCK_LEAD_MS + 1 }, at(0), true],
    ["another boot's from the far future: yes", LEASE, rebooted(-MAX_CLOCK_LEAD_MS - 1), true],
    ["this boot's from the far future of the wall clock: no", LEASE, at(0, -THREE_DAYS), false],
  ] as const)("%s", (_, lease, now, expected) => expect(isExpired(lease, now)).toBe(expected))
})

describe("where the store has a clock of its own, no other is asked", () => {
  const far: LockRecord = { ...FIVE, acquired_at: NOON + 2 * MAX_CLOCK_LEAD_MS }
  // biome-ignore format: one row a line
  test.each([
    ["a millisecond left, though long over here", LEASE, at(TTL + 1), 1, false, NOON + TTL + 2],
    ["the same for another boot's", LEASE, rebooted(2 * TTL), 1, false, NOON + 2 * TTL + 1],
    ["the same by a wall clock 3 days ahead", FIVE, at(0, THREE_DAYS), 1, false, NOON + THREE_DAYS + 1],
    ["the same from the far future", far, at(0), 1, false, NOON + 1],
    ["nothing left, though fresh here", LEASE, at(0), 0, true, NOON],
    ["less than nothing", FIVE, at(0), -5, true, NOON],
  ] as const)("%s", (_, lease, now, leftMs, expired, until) => {
    expect(isExpired(lease, now, leftMs)).toBe(expired)
    expect(heldUntil(lease, now, leftMs)).toBe(until)
    expect(staleness(lease, now, "unknown", leftMs)).toBe(expired ? "expired" : null)
    expect(staleness(lease, now, "dead", leftMs)).toBe("dead")
  })
})

describe("staleness", () => {
  const ALL: Liveness[] = ["alive", "exists", "unknown", "dead"]
  // biome-ignore format: one row a line
  test.each([
    // lease, when, and for a holder that is:  alive     exists     unknown    dead
    ["fresh", LEASE, at(0), [null, null, null, "dead"]],
    ["at its last millisecond", LEASE, at(TTL), [null, null, null, "dead"]],
    ["expired", LEASE, at(TTL + 1), ["expired", "expired", "expired", "dead"]],
    ["in flight, not expired", IN_FLIGHT, at(0), [null, null, null, "dead"]],
    ["in flight, expired", IN_FLIGHT, at(TTL + 1), [null, null, "expired", "dead"]],
    ["in flight, at the last of its cap", IN_FLIGHT, at(7_199_999), [null, null, "expired", "dead"]],
    ["in flight, past its cap", IN_FLIGHT, at(7_200_000), ["expired", "expired", "expired", "dead"]],
    ["in flight, another boot", IN_FLIGHT, rebooted(TEN_MINUTES), ["expired", "expired", "expired", "dead"]],
    ["in flight, zero of them", { ...IN_FLIGHT, in_flight: 0 }, at(TTL + 1), ["expired", "expired", "expired", "dead"]],
  ] as const)("%s", (_, lease, now, verdicts) =>
    expect(ALL.map((liveness) => staleness(lease, now, liveness))).toEqual(verdicts),
  )
})

describe("until when it is held at the latest, by today's wall clock", () => {
  test.each([
    ["this boot", LEASE, at(0), NOON + TTL + 1],
    ["this boot, the wall clock set since", LEASE, at(1_000, TEN_MINUTES), NOON + TEN_MINUTES + TTL + 1],
    ["this boot, already over", LEASE, at(TTL + 500), NOON + TTL + 500],
    ["in flight: the cap", IN_FLIGHT, at(0), NOON + 7_200_000],
    ["another boot: with the skew", LEASE, rebooted(0), NOON + TTL + 1 + CLOCK_SKEW_MS],
    ["five fields: by their own word", FIVE, at(0), NOON + TTL + 1],
  ] as const)("%s", (_, lease, now, expected) => expect(heldUntil(lease, now)).toBe(expected))

  test("is the very millisecond at which it is expired", () => {
    for (const lease of [LEASE, FIVE]) {
      const left = heldUntil(lease, at(0)) - NOON
      expect([isExpired(lease, at(left - 1)), isExpired(lease, at(left))]).toEqual([false, true])
    }
  })
})
