import { isSameBoot } from "./boot.ts"
import type { Instant } from "./instant.ts"
import type { ProcessIdentity } from "./liveness.ts"
import {
  detailsOf,
  LOCK_DEFAULT_TTL_MS,
  type LockDetails,
  type LockRecord,
  MAX_LEASE_MS,
  wallExpiryOf,
} from "./record.ts"

/** What a call about to run, or just finished, asks of the lease. */
export interface CallInFlight {
  /** How long the lease binds when nothing renews it, ms. Default {@link LOCK_DEFAULT_TTL_MS}. */
  readonly ttlMs?: number | undefined
  /** How long the call about to run may take by its own word, ms. */
  readonly callTimeoutMs?: number | undefined
  /** A call whose length nobody knows begins, or is over. */
  readonly unboundedCall?: "begins" | "ends" | undefined
}

/** Added to a call's own timeout: starting it, ending it and the hooks around it take time too. */
export const TOOL_MARGIN_MS = 60_000

/** How long calls of unknown length can keep an expired lease, at the most, while its holder lives: 2 hours. */
export const IN_FLIGHT_CAP_MS: number = 2 * 60 * 60 * 1000

/** A length in whole milliseconds: a lease may be a little longer than it was asked for, never shorter. */
function lengthMs(ms: number | undefined, otherwise: number): number {
  if (ms === undefined || Number.isNaN(ms)) return otherwise
  return Math.min(Math.max(0, Math.ceil(ms)), MAX_LEASE_MS)
}

interface LeaseTerms {
  readonly token: number
  readonly heldSince: number
  /** The lease that this one prolongs; its end is kept if it is later. */
  readonly renews?: LockRecord
  /** The holder's process if it is not the claim's. */
  readonly process?: ProcessIdentity
}

/** Writes the lease that a claim gets, binding from `now`. */
export function leaseFor(
  claim: CallInFlight & {
    readonly sessionId: string
    readonly process?: ProcessIdentity | undefined
    readonly details?: LockDetails | undefined
  },
  now: Instant,
  terms: LeaseTerms,
): LockRecord {
  const { renews } = terms
  const callMs = claim.callTimeoutMs === undefined ? 0 : lengthMs(claim.callTimeoutMs, 0) + TOOL_MARGIN_MS
  const ttlMs = Math.max(lengthMs(claim.ttlMs, LOCK_DEFAULT_TTL_MS), callMs)
  const kept = renews ? remainderOf(renews, now) : 0
  const boundMs = Math.min(Math.max(ttlMs, kept), MAX_LEASE_MS)
  const process = terms.process ?? claim.process
  return {
    schema_version: 1,
    session_id: claim.sessionId,
    pid: process?.pid ?? 0,
    acquired_at: now.wallMs,
    ttl_ms: boundMs,
    token: terms.token,
    held_since: terms.heldSince,
    ...(process?.start !== undefined && { process_start: process.start }),
    ...bootOf(process, now),
    ...(process?.pidNamespace !== undefined && { pid_namespace: process.pidNamespace }),
    ...(now.monoMs !== null && { mono_expires_at: now.monoMs + boundMs + 1 }),
    ...inFlightOf(renews, claim, now),
    ...(claim.details ?? (renews && detailsOf(renews))),
  }
}

/** The boot that the monotonic times are of. It is the process's too, or the process is none of this boot's. */
function bootOf(process: ProcessIdentity | undefined, now: Instant): Pick<LockRecord, "boot_id"> {
  const bootId = now.bootId ?? process?.bootId
  return bootId === undefined ? {} : { boot_id: bootId }
}

/** What is left of a lease, ms, on the clock that it was written by; 0 when over or not to be told. */
function remainderOf(record: LockRecord, now: Instant): number {
  if (record.mono_expires_at !== undefined && now.monoMs !== null && isSameBoot(record.boot_id, now.bootId)) {
    return Math.max(0, record.mono_expires_at - 1 - now.monoMs)
  }
  // Another boot's lease is judged by the wall clock; what it had left there cannot be longer than it ever was.
  return Math.min(Math.max(0, wallExpiryOf(record) - 1 - now.wallMs), record.ttl_ms)
}

function inFlightOf(
  renews: LockRecord | undefined,
  claim: CallInFlight,
  now: Instant,
): Pick<LockRecord, "in_flight" | "in_flight_until"> {
  if (now.monoMs === null) return {}
  const before = renews && isSameBoot(renews.boot_id, now.bootId) ? (renews.in_flight ?? 0) : 0
  const change = claim.unboundedCall === "begins" ? 1 : claim.unboundedCall === "ends" ? -1 : 0
  const count = Math.min(Math.max(0, before + change), 35)
  if (count === 0) return {}
  const until = claim.unboundedCall === "begins" ? now.monoMs + IN_FLIGHT_CAP_MS : renews?.in_flight_until
  return { in_flight: count, in_flight_until: until ?? now.monoMs + IN_FLIGHT_CAP_MS }
}
