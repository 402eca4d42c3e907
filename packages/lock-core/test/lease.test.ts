import { describe, expect, test } from "vitest"
import type { Instant } from "../src/instant.ts"
import { type CallInFlight, IN_FLIGHT_CAP_MS, leaseFor, TOOL_MARGIN_MS } from "../src/lease.ts"
import type { LockRecord } from "../src/record.ts"
import { NOON } from "../src/testing/machine.ts"

const NOW: Instant = { wallMs: NOON, monoMs: 500_000, bootId: "b1" }
const PROCESS = { pid: 101, start: "s1", bootId: "b1", pidNamespace: "n1" }
const later = (ms: number): Instant => ({ ...NOW, wallMs: NOON + ms, monoMs: 500_000 + ms })
const lease = (call: CallInFlight, at = NOW, renews?: LockRecord): LockRecord =>
  leaseFor({ sessionId: "alice", process: PROCESS, ...call }, at, {
    token: 7,
    heldSince: NOON,
    ...(renews && { renews }),
  })
const MINUTE = 60_000

test("a lease says who holds what, since when, until when", () =>
  expect(lease({})).toStrictEqual({
    schema_version: 1,
    session_id: "alice",
    pid: 101,
    acquired_at: NOON,
    ttl_ms: 5 * MINUTE,
    token: 7,
    held_since: NOON,
    process_start: "s1",
    boot_id: "b1",
    pid_namespace: "n1",
    mono_expires_at: 500_000 + 5 * MINUTE + 1,
  }))

test("what is not known is absent", () =>
  expect(
    leaseFor(
      { sessionId: "alice" },
      { wallMs: NOON, monoMs: null, bootId: null },
      { token: 7, heldSince: NOON },
    ),
  ).toStrictEqual({
    schema_version: 1,
    session_id: "alice",
    pid: 0,
    acquired_at: NOON,
    ttl_ms: 5 * MINUTE,
    token: 7,
    held_since: NOON,
  }))

describe("how long it binds", () => {
  test.each([
    ["by default", {}, 5 * MINUTE],
    ["as claimed", { ttlMs: 7 * MINUTE }, 7 * MINUTE],
    ["a call of a second changes nothing", { callTimeoutMs: 1_000 }, 5 * MINUTE],
    ["a call of 4 minutes fits, with its margin", { callTimeoutMs: 4 * MINUTE }, 4 * MINUTE + TOOL_MARGIN_MS],
    ["a call of 10 minutes needs more", { callTimeoutMs: 10 * MINUTE }, 10 * MINUTE + TOOL_MARGIN_MS],
    ["the longer of the two", { ttlMs: 20 * MINUTE, callTimeoutMs: 10 * MINUTE }, 20 * MINUTE],
  ])("%s", (_, call, ttlMs) => {
    const { ttl_ms, mono_expires_at } = lease(call)
    expect([ttl_ms, mono_expires_at]).toEqual([ttlMs, 500_000 + ttlMs + 1])
  })

  test.each([
    ["a fraction of a millisecond", { callTimeoutMs: 600_000.5 }],
    ["a fraction of a ttl", { ttlMs: 300_000.25 }],
    ["longer than a year", { callTimeoutMs: 1e300 }],
    ["no number", { callTimeoutMs: Number.NaN }],
    ["for ever", { callTimeoutMs: Number.POSITIVE_INFINITY }],
    ["less than nothing", { callTimeoutMs: -600_000 }],
  ])("a call that says it takes %s gets a lease of whole milliseconds that a name can hold", (_, call) => {
    const { ttl_ms, mono_expires_at } = lease(call)
    expect([ttl_ms, mono_expires_at]).toSatisfy((times: number[]) => times.every(Number.isSafeInteger))
    expect(ttl_ms).toBeGreaterThanOrEqual(5 * MINUTE)
  })
})

describe("a renewal never shortens", () => {
  const long = lease({ ttlMs: 60 * MINUTE })
  const wallOnly = { wallMs: NOON, monoMs: null, bootId: null }
  const farther = { ...wallOnly, wallMs: NOON + 10 * MINUTE }
  // biome-ignore format: one row a line
  test.each([
    ["a short one keeps the longer end", long, later(10 * MINUTE), {}, 50 * MINUTE],
    ["a long one moves it", long, later(10 * MINUTE), { ttlMs: 55 * MINUTE }, 55 * MINUTE],
    ["at the end, nothing is left to keep", long, later(60 * MINUTE), {}, 5 * MINUTE],
    ["long past the end, neither", long, later(600 * MINUTE), {}, 5 * MINUTE],
    ["the wall clock set back changes nothing", long, { ...later(10 * MINUTE), wallMs: 0 }, {}, 50 * MINUTE],
    ["without a monotonic clock, by the wall", lease({ ttlMs: 60 * MINUTE }, wallOnly), farther, {}, 50 * MINUTE],
    ["of another boot, by the wall", long, { ...later(10 * MINUTE), bootId: "b2" }, {}, 50 * MINUTE],
    ["of another boot, at most what it ever was", long, { ...NOW, wallMs: 0, bootId: "b2" }, {}, 60 * MINUTE],
  ] as const)("%s", (_, renews, at, call, leftMs) => {
    const renewed = lease(call, at, renews)
    expect(renewed.ttl_ms).toBe(leftMs)
    expect(renewed.acquired_at).toBe(at.wallMs)
    if (at.monoMs !== null) expect(renewed.mono_expires_at).toBe(at.monoMs + leftMs + 1)
  })
})

describe("calls of unknown length", () => {
  const CAP = 500_000 + IN_FLIGHT_CAP_MS
  const inFlight = (count: number, until = CAP): LockRecord => ({
    ...lease({}),
    ...(count > 0 && { in_flight: count, in_flight_until: until }),
  })
  // biome-ignore format: one row a line
  test.each([
    ["one begins", inFlight(0), NOW, "begins", 1, CAP],
    ["another begins: the cap counts from it", inFlight(1), later(MINUTE), "begins", 2, CAP + MINUTE],
    ["one of two is over: the cap stays", inFlight(2), later(MINUTE), "ends", 1, CAP],
    ["the last is over", inFlight(1), later(MINUTE), "ends", undefined, undefined],
    ["one that never began is over", inFlight(0), NOW, "ends", undefined, undefined],
    ["a call in between changes nothing", inFlight(2), later(MINUTE), undefined, 2, CAP],
    ["more than can be written down", inFlight(35), NOW, "begins", 35, CAP],
    ["those of another boot are over", inFlight(2), { ...NOW, bootId: "b2" }, undefined, undefined, undefined],
    ["…and one begins in this one", inFlight(2), { ...NOW, bootId: "b2" }, "begins", 1, CAP],
    ["no clock to cap them by", inFlight(2), { ...NOW, monoMs: null }, "begins", undefined, undefined],
  ] as const)("%s", (_, renews, at, unboundedCall, count, until) => {
    const renewed = lease({ unboundedCall }, at, renews)
    expect([renewed.in_flight, renewed.in_flight_until]).toEqual([count, until])
  })
})

describe("whose process and which details", () => {
  const other = { pid: 102, start: "s2", bootId: "b1", pidNamespace: "n1" }
  const before = { ...lease({}), tool: "Edit", host: "here" }

  test("the terms may keep the process that was recorded", () => {
    const claim = { sessionId: "alice", process: other }
    const kept = leaseFor(claim, NOW, { token: 7, heldSince: NOON, renews: before, process: PROCESS })
    expect(kept).toMatchObject({ pid: 101, process_start: "s1" })
  })

  test("the boot that is written down is the clock's", () =>
    expect(lease({}, { ...NOW, bootId: "b2" }).boot_id).toBe("b2"))

  test("the details of a claim replace the earlier ones, and none keep them", () => {
    const terms = { token: 7, heldSince: NOON, renews: before }
    expect(leaseFor({ sessionId: "alice" }, NOW, terms)).toMatchObject({ tool: "Edit", host: "here" })
    const moved = leaseFor({ sessionId: "alice", details: { tool: "Bash" } }, NOW, terms)
    expect([moved.tool, moved.host]).toEqual(["Bash", undefined])
  })
})
