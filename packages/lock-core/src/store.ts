import type { Instant } from "./instant.ts"
import type { Liveness, ProcessIdentity } from "./liveness.ts"
import type { LockDetails, LockRecord } from "./record.ts"

type Awaitable<T> = T | PromiseLike<T>

/** One state of a lock, as a store tells it. */
export interface StoredLock {
  /** The lease, or null when the lock is free. */
  readonly record: LockRecord | null
  /** Names this state, and no other state that the lock ever had or will have. */
  readonly version: string
  /** The fencing token for a holder that takes the lock from this state: above every token granted before. */
  readonly nextToken?: number
  /**
   * How long the lease binds yet, ms, at the most and by the store's own clock; 0 or less: it is over. A store that
   * several hosts share says so, and then no clock of the reader's is asked.
   */
  readonly leftMs?: number
}

/**
 * Where locks are kept. Every change is conditional: it takes effect only if the lock is still in the state that was
 * read, and the answer says whether it was. A store answers or throws {@link LockStoreError}; it never guesses.
 */
export interface LockStore {
  /** The lock's present state. When there never was one: null, or a free state that stands for that. */
  readLock(key: string): Awaitable<StoredLock | null>
  /**
   * Puts `next` in place of the state named `expectedVersion` (null: in place of nothing at all).
   * @returns false when the lock has moved on: nothing was changed.
   */
  writeLock(key: string, next: LockRecord, expectedVersion: string | null): Awaitable<boolean>
  /** Frees the lock if it is still in the state named `expectedVersion`; tokens go on growing afterwards. */
  deleteLock(key: string, expectedVersion: string): Awaitable<boolean>
  /** What the store knows about a lease beyond what is decided by, for messages. */
  describeLock?(key: string, record: LockRecord): Awaitable<LockDetails & { session_id?: string }>
}

/** Everything that acquire, refresh and release reach outside themselves. Time and processes come in here too. */
export interface LockIo extends LockStore {
  now(): Instant
  /** Whether a recorded process still runs. Absent: never known, so leases end by expiry alone. */
  judge?(process: ProcessIdentity): Liveness
  /** Whether `ancestor` is `process` or one of its ancestors. Absent: no. */
  isAncestor?(ancestor: ProcessIdentity, process: ProcessIdentity): boolean
  /** Waits a little between attempts, so that rivals that keep in step fall out of it. */
  pause?(attempt: number): Awaitable<void>
}

export type LockStoreErrorCode =
  /** The store could not be read. */
  | "UNREADABLE"
  /** The store refused a change; its state is what it was. */
  | "UNWRITABLE"
  /** There is something where the lock should be, but no state of it that we know. */
  | "CORRUPT"
  /** Written by a later version, which may mean something that this one would break. */
  | "FUTURE_RECORD"
  /** The lock kept changing under us for every attempt. */
  | "CONTENDED"
  /** The store did not answer, or not in time. A change that was asked of it may have been made, or be made yet. */
  | "UNAVAILABLE"
  /** Where the store is, or what it is to be reached with, was not said in a way that can be used. */
  | "MISCONFIGURED"
  /** The file system or runtime cannot do an atomic change. */
  | "UNSUPPORTED"

/** The store cannot answer. "Held by another" is never this: it is a result. */
export class LockStoreError extends Error {
  readonly code: LockStoreErrorCode
  readonly path: string | undefined

  constructor(
    code: LockStoreErrorCode,
    message: string,
    options: { path?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = "LockStoreError"
    this.code = code
    this.path = options.path
  }
}
