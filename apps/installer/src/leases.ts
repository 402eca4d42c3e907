import {
  heldUntil,
  judgeLiveness,
  type Liveness,
  LockStoreError,
  processOf,
  staleness,
  systemInstant,
  systemProbes,
} from "@router-gate/lock-core"
import { type FileStore, fileStore } from "@router-gate/lock-core/stores/file"
import { lockDirs } from "./lock-dirs.ts"

/** A lease, with what can be said about its holder from here. */
export interface Lease {
  key: string
  workspace: string | null
  branch: string | null
  session_id: string
  pid: number
  /** `alive` and `dead` are proven; `exists`: the pid is taken, by whom is not known. */
  holder: Liveness
  /** Why it no longer binds anybody; null while it does. */
  stale: "dead" | "expired" | null
  held_since: number | null
  acquired_at: number
  ttl_ms: number
  binds_until: number
  tool: string | null
}

/** A lock that could not be read, and why. */
export interface UnreadableLock {
  key: string
  problem: string
}

/** Lists the leases of a user's sessions, wherever they are kept. Locks that nobody holds are left out. */
export function readLeases(configDir: string): { leases: Lease[]; unreadable: UnreadableLock[] } {
  const leases: Lease[] = []
  const unreadable: UnreadableLock[] = []
  for (const dir of lockDirs(configDir)) {
    const store = fileStore({ dir })
    for (const key of keysIn(store, unreadable)) {
      try {
        leases.push(...leaseOf(store, key))
      } catch (error) {
        if (!(error instanceof LockStoreError)) throw error
        unreadable.push({ key, problem: error.message })
      }
    }
  }
  return { leases, unreadable }
}

function keysIn(store: FileStore, unreadable: UnreadableLock[]): string[] {
  try {
    return store.listLocks()
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error
    unreadable.push({ key: "*", problem: error.message })
    return []
  }
}

function leaseOf(store: FileStore, key: string): Lease[] {
  const record = store.readLock(key)?.record
  if (!record) return []
  const now = systemInstant()
  const process = processOf(record)
  const holder = process ? judgeLiveness(process, systemProbes()) : "unknown"
  const details = { ...record, ...store.describeLock(key, record) }
  return [
    {
      key,
      workspace: details.workspace ?? null,
      branch: details.branch ?? null,
      session_id: details.session_id,
      pid: record.pid,
      holder,
      stale: staleness(record, now, holder),
      held_since: record.held_since ?? null,
      acquired_at: record.acquired_at,
      ttl_ms: record.ttl_ms,
      binds_until: heldUntil(record, now),
      tool: details.tool ?? null,
    },
  ]
}
