import { isSameBoot } from "./boot.ts"
import type { Instant } from "./instant.ts"
import { type CallInFlight, leaseFor } from "./lease.ts"
import { isSameProcess, type ProcessIdentity, processOf } from "./liveness.ts"
import type { LockDetails, LockRecord } from "./record.ts"
import { type ProcessView, type Relation, relate } from "./relation.ts"
import type { AcquireResult, RefreshResult, ReleaseResult } from "./results.ts"
import { heldUntil, type Staleness, staleness } from "./stale.ts"
import type { StoredLock } from "./store.ts"

/** Who wants something of a lock. */
export interface Claim extends CallInFlight {
  /** The agent session, as a label; see `relate` for what decides ownership. */
  readonly sessionId: string
  /** The agent's process. Absent: the session id alone tells whose lease it is, and the lease ends by expiry alone. */
  readonly process?: ProcessIdentity | undefined
  /** Refresh and release only: the grant that is meant. A lease under any other token is left alone. */
  readonly token?: number | undefined
  readonly details?: LockDetails | undefined
}

/** What is known at the moment of deciding. */
export interface Circumstances extends ProcessView {
  readonly now: Instant
}

/** One step to take, and what it means if it is taken. */
export type Plan<Result> =
  | { readonly do: "write"; readonly next: LockRecord; readonly result: Result }
  | { readonly do: "delete"; readonly result: Result }
  | { readonly do: "nothing"; readonly result: Result }

/** Free, own, stale: take it. Bound by another: say by whom. */
export function planAcquire(stored: StoredLock | null, claim: Claim, at: Circumstances): Plan<AcquireResult> {
  const record = stored?.record ?? null
  if (!record) return grant(stored, claim, at)
  const relation = relate(record, claim, at)
  if (relation === "own") {
    const next = renew(stored, record, claim, at)
    return { do: "write", next, result: { acquired: true, lock: next, renewed: true } }
  }
  const because = staleFor(record, relation, at, stored?.leftMs)
  if (because) return grant(stored, claim, at, { record, because })
  const held = { holder: record, relation, heldUntil: heldUntil(record, at.now, stored?.leftMs) }
  return { do: "nothing", result: { acquired: false, ...held } }
}

/** Extends one's own lease; never takes one, not even a free one. */
export function planRefresh(stored: StoredLock | null, claim: Claim, at: Circumstances): Plan<RefreshResult> {
  const refused = refuse(stored, claim, at)
  if (refused) return { do: "nothing", result: { refreshed: false, ...refused } }
  const next = renew(stored, (stored as StoredLock).record as LockRecord, claim, at)
  return { do: "write", next, result: { refreshed: true, lock: next } }
}

/** Frees one's own lease; never another's. */
export function planRelease(stored: StoredLock | null, claim: Claim, at: Circumstances): Plan<ReleaseResult> {
  const refused = refuse(stored, claim, at)
  if (refused) return { do: "nothing", result: { released: false, ...refused } }
  return { do: "delete", result: { released: true } }
}

/** Why a claim has no say over the lock's present state; null when it has. */
function refuse(
  stored: StoredLock | null,
  claim: Claim,
  at: Circumstances,
): { holder: LockRecord | null; superseded?: true } | null {
  const record = stored?.record ?? null
  if (!record || relate(record, claim, at) !== "own") return { holder: record }
  if (claim.token !== undefined && claim.token !== record.token) return { holder: record, superseded: true }
  return null
}

function staleFor(
  record: LockRecord,
  relation: Relation,
  at: Circumstances,
  leftMs: number | undefined,
): Staleness {
  if (relation === "guest") return null // the holder waits for its guest: however long that takes, the lease is in use
  const holder = processOf(record)
  return staleness(record, at.now, holder ? at.judge(holder) : "unknown", leftMs)
}

/** A lease for a new holder, under a token above every one before. */
function grant(
  stored: StoredLock | null,
  claim: Claim,
  at: Circumstances,
  takenOver?: { record: LockRecord; because: NonNullable<Staleness> },
): Plan<AcquireResult> {
  const next = leaseFor(claim, at.now, { token: nextToken(stored, at.now), heldSince: at.now.wallMs })
  return { do: "write", next, result: { acquired: true, lock: next, ...(takenOver && { takenOver }) } }
}

/** The same lease, longer; never shorter. A process known to have replaced the holder's is a new holder. */
function renew(stored: StoredLock | null, record: LockRecord, claim: Claim, at: Circumstances): LockRecord {
  const holder = processOf(record)
  const claimant = claim.process ?? null
  const replaced = holder !== null && claimant !== null && isReplaced(holder, claimant, at)
  // A holder of another boot cannot be written beside this boot's clock: it would be looked for here, and found dead.
  const keepsProcess = holder !== null && !replaced && isSameBoot(holder.bootId, at.now.bootId)
  return leaseFor(claim, at.now, {
    token: replaced ? nextToken(stored, at.now) : (record.token ?? nextToken(stored, at.now)),
    heldSince: replaced ? at.now.wallMs : (record.held_since ?? record.acquired_at),
    renews: record,
    ...(keepsProcess && { process: holder }),
  })
}

/** Once recorded, a process stays the holder until it is provably gone: it may still be writing as this session. */
function isReplaced(holder: ProcessIdentity, claimant: ProcessIdentity, at: Circumstances): boolean {
  if (isSameProcess(holder, claimant)) return false
  return at.judge(holder) === "dead" || !isSameBoot(holder.bootId, at.now.bootId)
}

function nextToken(stored: StoredLock | null, now: Instant): number {
  return stored?.nextToken ?? Math.max((stored?.record?.token ?? 0) + 1, now.wallMs)
}
