import { isSameBoot } from "./boot.ts"
import type { Instant } from "./instant.ts"
import type { Liveness } from "./liveness.ts"
import { type LockRecord, wallExpiryOf } from "./record.ts"

/** Why a lease no longer binds. Null: it binds. */
export type Staleness = "dead" | "expired" | null

/** How far two machines' wall clocks, or one machine's before and after a restart, are trusted to agree. */
export const CLOCK_SKEW_MS = 5_000

/**
 * A wall-clock lease "acquired" further in the future than this was written by a clock that has since been set back.
 * It would bind for as long as that clock was wrong, perhaps for days, so it is taken to bind nobody.
 */
export const MAX_CLOCK_LEAD_MS: number = 60 * 60 * 1000

/**
 * Judges whether a lease still binds others. Proof of the holder's death ends it at once; otherwise its expiry does,
 * except that calls of unknown length keep an expired lease for as long as its holder lives, up to the recorded cap.
 * @param liveness whether the holder's process still runs
 * @param leftMs what the store's own clock says, see `StoredLock`; where it says nothing, the reader's clocks decide
 */
export function staleness(record: LockRecord, now: Instant, liveness: Liveness, leftMs?: number): Staleness {
  if (liveness === "dead") return "dead"
  if (!isExpired(record, now, leftMs)) return null
  if (isInFlight(record, now) && (liveness === "alive" || liveness === "exists")) return null
  return "expired"
}

/**
 * Whether the lease is past its expiry: by the store's clock if it has one, else by the boot's own clock within a boot,
 * by the wall clock otherwise.
 */
export function isExpired(record: LockRecord, now: Instant, leftMs?: number): boolean {
  if (leftMs !== undefined) return leftMs <= 0
  const monoLeft = monoLeftOf(record, now, record.mono_expires_at)
  if (monoLeft !== null) return monoLeft <= 0
  // A record without a boot is from a reader and writer of the five fixed fields: its own word, no more, no less.
  const skewMs = record.boot_id === undefined ? 0 : CLOCK_SKEW_MS
  if (record.acquired_at - now.wallMs > MAX_CLOCK_LEAD_MS) return true
  return now.wallMs >= wallExpiryOf(record) + skewMs
}

function isInFlight(record: LockRecord, now: Instant): boolean {
  if (!record.in_flight) return false
  const left = monoLeftOf(record, now, record.in_flight_until)
  return left !== null && left > 0
}

/** Milliseconds until `until` on the monotonic clock; null when that clock is not the one that was written down. */
function monoLeftOf(record: LockRecord, now: Instant, until: number | undefined): number | null {
  if (until === undefined || now.monoMs === null || !isSameBoot(record.boot_id, now.bootId)) return null
  return until - now.monoMs
}

/** The wall-clock instant, epoch ms, until which the lease may bind at the latest if nothing renews it. */
export function heldUntil(record: LockRecord, now: Instant, leftMs?: number): number {
  const capLeft = record.in_flight ? monoLeftOf(record, now, record.in_flight_until) : null
  if (leftMs !== undefined) return now.wallMs + Math.max(leftMs, capLeft ?? 0, 0)
  const monoLeft = monoLeftOf(record, now, record.mono_expires_at)
  if (monoLeft !== null) return now.wallMs + Math.max(monoLeft, capLeft ?? 0, 0)
  return wallExpiryOf(record) + (record.boot_id === undefined ? 0 : CLOCK_SKEW_MS)
}
