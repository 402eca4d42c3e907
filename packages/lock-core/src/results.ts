import type { LockRecord } from "./record.ts"
import type { Relation } from "./relation.ts"
import type { Staleness } from "./stale.ts"

/** Another holder stands in the way. A value, never an exception. */
export interface Held {
  /** The binding lease. */
  readonly holder: LockRecord
  /**
   * Who that is to the claimant. A `guest` has not been granted anything either, but its holder waits for it, so the
   * caller may let it pass.
   */
  readonly relation: Exclude<Relation, "own">
  /** Wall clock, epoch ms: until when it binds at the latest if nothing renews it. */
  readonly heldUntil: number
}

/** What became of an acquire. */
export type AcquireResult =
  | {
      readonly acquired: true
      readonly lock: LockRecord
      /** It was the claimant's own before, so nobody else was kept out by this call. */
      readonly renewed?: true
      /** The stale lease that this grant replaced, and why it did not bind any more. */
      readonly takenOver?: { readonly record: LockRecord; readonly because: NonNullable<Staleness> }
    }
  | ({ readonly acquired: false } & Held)

/** What became of a refresh. It extends one's own lease or nothing. */
export type RefreshResult =
  | { readonly refreshed: true; readonly lock: LockRecord }
  /** `holder` null: the lock is free. `superseded`: one's own, but under another token than the one named. */
  | { readonly refreshed: false; readonly holder: LockRecord | null; readonly superseded?: true }

/** What became of a release. It frees one's own lease or nothing. */
export type ReleaseResult =
  | { readonly released: true }
  | { readonly released: false; readonly holder: LockRecord | null; readonly superseded?: true }
