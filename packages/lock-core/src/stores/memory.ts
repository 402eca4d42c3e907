import type { LockRecord } from "../record.ts"
import type { LockStore, StoredLock } from "../store.ts"

/** A {@link LockStore} whose answers are at hand at once. */
export interface MemoryStore extends LockStore {
  readLock(key: string): StoredLock | null
  writeLock(key: string, next: LockRecord, expectedVersion: string | null): boolean
  deleteLock(key: string, expectedVersion: string): boolean
}

/** Locks in this process's memory: for tests, and the whole contract of a store in thirty lines. */
export function memoryStore(): MemoryStore {
  const states = new Map<string, { record: LockRecord | null; version: number; lastToken: number }>()

  /** Moves a lock on from the expected state, or not at all. */
  function change(key: string, record: LockRecord | null, expectedVersion: string | null): boolean {
    const state = states.get(key)
    if ((state ? String(state.version) : null) !== expectedVersion) return false
    const lastToken = Math.max(state?.lastToken ?? 0, record?.token ?? 0)
    states.set(key, { record, version: (state?.version ?? 0) + 1, lastToken })
    return true
  }

  return {
    readLock(key) {
      const state = states.get(key)
      if (!state) return null
      return { record: state.record, version: String(state.version), nextToken: state.lastToken + 1 }
    },
    writeLock: (key, next, expectedVersion) => change(key, next, expectedVersion),
    deleteLock: (key, expectedVersion) => change(key, null, expectedVersion),
  }
}
