import { detailsOf, type LockDetails, type LockRecord } from "../record.ts"
import type { LockStore, StoredLock } from "../store.ts"
import { sessionLabel } from "../workspace.ts"
import { formatLeaseName, parseLeaseName } from "./lease-name.ts"
import { type RecordFile, recordFile } from "./record-file.ts"
import { refuseUnsafeFileSystem } from "./refuse-file-system.ts"
import { stateDirectory } from "./state-directory.ts"
import { errnoOf, except, nodeFs, type StoreFs, toStoreError } from "./store-fs.ts"
import { sweepAbandoned } from "./sweep.ts"

export { type LeaseName, type LeaseOwner, ownerInName, parseLeaseName } from "./lease-name.ts"
export type { StoreFs } from "./store-fs.ts"

export interface FileStoreOptions {
  /** The directory that holds the locks; made when the first one is. */
  readonly dir: string
  readonly fs?: StoreFs
  readonly platform?: NodeJS.Platform
  /** Epoch milliseconds. Generations and tokens keep above it, so that they grow even past a deleted directory. */
  readonly wallMs?: () => number
  /** Fresh `[0-9a-z]{1,16}` for every call. */
  readonly nonce?: () => string
  /** Told of what went wrong without touching the lock itself (the record beside it could not be written). */
  readonly onWarning?: (error: unknown) => void
}

/** A {@link LockStore} whose answers are at hand at once. */
export interface FileStore extends LockStore {
  readLock(key: string): StoredLock | null
  writeLock(key: string, next: LockRecord, expectedVersion: string | null): boolean
  deleteLock(key: string, expectedVersion: string): boolean
  describeLock(key: string, record: LockRecord): LockDetails & { session_id?: string }
  /** The keys of all locks that were ever taken here. */
  listLocks(): string[]
  /** The directory whose one file's name is the lock's state. It need not exist yet. */
  stateDirOf(key: string): string
}

/** The version of a lock that so far is nothing but an older writer's record. */
const RECORD_ONLY = "record"

/**
 * Locks as files. Each is a directory `session-lock-<key>.d` with exactly one empty file in it, and the *name* of that
 * file is the lock's state. Every change is one rename of the name that was read: a rename consumes its source, so from
 * each state exactly one caller moves the lock on, nothing is ever half-written, and a process killed at any point has
 * either made its change or not. `session-lock-<key>.json` beside it is for people and older readers; it decides only
 * while there is no directory.
 *
 * Not for file systems whose server renames by handle (SMB, 9P): there it throws `UNSUPPORTED`.
 */
export function fileStore(options: FileStoreOptions): FileStore {
  const { dir, fs = nodeFs, platform = process.platform, wallMs = Date.now } = options
  const nonce = options.nonce ?? (() => Math.floor(Math.random() * 36 ** 6).toString(36))
  const warn = options.onWarning ?? (() => {})
  const states = stateDirectory({ fs, platform, wallMs, nonce })

  const pathOf = (key: string): string => {
    if (!/^[0-9a-z_-]{1,64}$/.test(key)) throw new TypeError(`not a lock key: ${JSON.stringify(key)}`)
    return `${dir}/session-lock-${key}`
  }
  const recordOf = (path: string): RecordFile => recordFile(`${path}.json`, fs, nonce)

  function readLock(key: string): StoredLock | null {
    const path = pathOf(key)
    return answering("UNREADABLE", `${path}.d`, () => {
      refuseUnsafeFileSystem(dir, platform, fs)
      const seen = states.look(path)
      if (seen) {
        const nextToken = Math.max(seen.state.generation + 1, wallMs())
        return { record: seen.state.record, version: seen.name, nextToken }
      }
      const record = recordOf(path).read()
      return (
        record && { record, version: RECORD_ONLY, nextToken: Math.max((record.token ?? 0) + 1, wallMs()) }
      )
    })
  }

  function writeLock(key: string, next: LockRecord, expectedVersion: string | null): boolean {
    const path = pathOf(key)
    const from = expectedVersion === RECORD_ONLY ? null : expectedVersion
    if (from !== null && !parseLeaseName(from)) return false
    const token = next.token ?? 0
    const moved = answering("UNWRITABLE", `${path}.d`, () => {
      if (from === null) {
        fs.mkdirSync(dir, { recursive: true, mode: 0o700 })
        refuseUnsafeFileSystem(dir, platform, fs)
      }
      return states.move(path, from, (generation) =>
        formatLeaseName({ generation: Math.max(generation, token), token, record: next }, nonce()),
      )
    })
    if (moved) besides(() => keepRecord(path, next, from))
    return moved
  }

  function keepRecord(path: string, next: LockRecord, from: string | null): void {
    const isNewHolder = from === null || parseLeaseName(from)?.record?.token !== next.token
    if (isNewHolder) sweepAbandoned(dir, `${path.slice(dir.length + 1)}.`, wallMs(), fs)
    const record = recordOf(path)
    if (isNewHolder || record.isDue(next)) record.write(next)
  }

  function deleteLock(key: string, expectedVersion: string): boolean {
    const path = pathOf(key)
    const from = expectedVersion === RECORD_ONLY ? null : expectedVersion
    const lease = from === null ? recordOf(path).read() : parseLeaseName(from)?.record
    if (!lease) return false
    const token = lease.token ?? wallMs()
    // The record goes first, while the lock still keeps others from writing theirs there.
    besides(() => recordOf(path).remove(lease.token))
    return answering("UNWRITABLE", `${path}.d`, () =>
      states.move(path, from, (generation) => formatLeaseName({ generation, token, record: null }, nonce())),
    )
  }

  function describeLock(key: string, record: LockRecord): LockDetails & { session_id?: string } {
    const seen = besides(() => recordOf(pathOf(key)).read())
    return seen ? detailsFor(record, seen) : {}
  }

  function listLocks(): string[] {
    const names = except(["ENOENT"], [], () => fs.readdirSync(dir))
    const keys = names.map((name) => /^session-lock-([0-9a-z_-]{1,64})\.(?:d|json)$/.exec(name)?.[1])
    return [...new Set(keys.filter((key) => key !== undefined))].sort()
  }

  /** Does what goes with a change but must not undo it: the lock has moved on, whatever becomes of the record. */
  function besides<T>(act: () => T): T | undefined {
    try {
      return act()
    } catch (error) {
      warn(error)
      return undefined
    }
  }

  const stateDirOf = (key: string): string => `${pathOf(key)}.d`

  return { readLock, writeLock, deleteLock, describeLock, listLocks, stateDirOf }
}

/** What the record beside the lock tells of this very lease; nothing if it is an earlier one's. */
function detailsFor(record: LockRecord, seen: LockRecord): LockDetails & { session_id?: string } {
  if (seen.token !== record.token) return {}
  const isSameSession = sessionLabel(seen.session_id) === sessionLabel(record.session_id)
  return { ...detailsOf(seen), ...(isSameSession && { session_id: seen.session_id }) }
}

/** Gives the file system's errors their place in our vocabulary. */
function answering<T>(code: "UNREADABLE" | "UNWRITABLE", path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    throw toStoreError(code, path, error)
  }
}
