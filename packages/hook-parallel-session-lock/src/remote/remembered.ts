import { type Instant, isSameBoot, type LockRecord } from "@router-gate/lock-core"
import type { RemotePlace } from "./remote-places.ts"

/** What a session knows of its lease in the store without asking. */
export interface Remembered {
  readonly key: string
  /** The work tree on this machine that it was taken for. */
  readonly workspace: string
  /** The grant, which a check before a push asks for; null: none was heard of. */
  readonly token: number | null
  /** The boot whose monotonic clock the times are of. */
  readonly boot: string | null
  readonly monoExpiresAt: number
  /** By the wall clock as well: the other one stands still while the machine is suspended, the store's does not. */
  readonly wallExpiresAt: number
  /** Until then, by the monotonic clock, a store that did not answer is not asked again. */
  readonly silentUntil: number
}

/** After this, a store that did not answer is asked again: its silence must not cost every call its whole time. */
const ASK_AGAIN_MS = 10_000

/** Remembers a lease as it was granted. The clocks were read before it was asked for, so it ends here first. */
export function remember({ key, workspace }: RemotePlace, lock: LockRecord): Remembered {
  return {
    key,
    workspace,
    token: lock.token ?? null,
    boot: lock.boot_id ?? null,
    monoExpiresAt: lock.mono_expires_at ?? 0,
    wallExpiresAt: lock.acquired_at + lock.ttl_ms,
    silentUntil: 0,
  }
}

/** Remembers that the store did not answer; what was granted before is still what it was. */
export function rememberSilence(
  { key, workspace }: RemotePlace,
  before: Remembered | null,
  now: Instant,
): Remembered {
  const kept = before && isSameBoot(before.boot, now.bootId) ? before : null
  return {
    key,
    workspace,
    token: before?.token ?? null,
    boot: now.bootId,
    monoExpiresAt: kept?.monoExpiresAt ?? 0,
    wallExpiresAt: kept?.wallExpiresAt ?? 0,
    silentUntil: (now.monoMs ?? 0) + ASK_AGAIN_MS,
  }
}

/** Remembers that a lease is another's or nobody's now: its token stays, so that a check by it fails. */
export function rememberLoss(before: Remembered): Remembered {
  return { ...before, monoExpiresAt: 0, wallExpiresAt: 0 }
}

/** How much of it is left at the least, ms; 0 when it is over or cannot be told. */
export function leftOf(remembered: Remembered | null, now: Instant): number {
  if (!remembered || now.monoMs === null || !isSameBoot(remembered.boot, now.bootId)) return 0
  const { monoExpiresAt, wallExpiresAt } = remembered
  return Math.max(0, Math.min(monoExpiresAt - now.monoMs, wallExpiresAt - now.wallMs))
}

/** Whether the store said nothing a moment ago. */
export function isSilent(remembered: Remembered | null, now: Instant): boolean {
  if (!remembered || now.monoMs === null || !isSameBoot(remembered.boot, now.bootId)) return false
  const leftMs = remembered.silentUntil - now.monoMs
  return leftMs > 0 && leftMs <= ASK_AGAIN_MS
}
