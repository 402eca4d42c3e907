import type { LockStore } from "../src/store.ts"
import { memoryStore } from "../src/stores/memory.ts"

/** A store that several hosts share, with a clock of its own that says how long a lease has left. */
export function serverStore(elapsedMs: () => number): LockStore {
  const store = memoryStore()
  const ends = new Map<string, number>()
  return {
    readLock(key) {
      const stored = store.readLock(key)
      return stored?.record ? { ...stored, leftMs: (ends.get(key) ?? 0) - elapsedMs() } : stored
    },
    writeLock(key, next, expectedVersion) {
      if (!store.writeLock(key, next, expectedVersion)) return false
      ends.set(key, Math.floor(elapsedMs()) + next.ttl_ms + 1)
      return true
    },
    deleteLock: (key, expectedVersion) => store.deleteLock(key, expectedVersion),
  }
}
