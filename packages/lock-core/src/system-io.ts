import { systemInstant } from "./instant.ts"
import { isAncestorProcess, judgeLiveness } from "./liveness.ts"
import { systemProbes } from "./probes.ts"
import type { LockIo, LockStore } from "./store.ts"

/** Attempts that follow each other at once; from then on rivals are spread out by a random wait. */
const EAGER_ATTEMPTS = 4
const MAX_PAUSE_MS = 20

/** Joins a store to this machine's clocks and processes. */
export function systemIo(store: LockStore): LockIo {
  const probes = systemProbes()
  return {
    readLock: (key) => store.readLock(key),
    writeLock: (key, next, expectedVersion) => store.writeLock(key, next, expectedVersion),
    deleteLock: (key, expectedVersion) => store.deleteLock(key, expectedVersion),
    ...(store.describeLock && { describeLock: store.describeLock.bind(store) }),
    now: systemInstant,
    judge: (process) => judgeLiveness(process, probes),
    isAncestor: (ancestor, process) => isAncestorProcess(ancestor, process, probes),
    pause(attempt) {
      if (attempt < EAGER_ATTEMPTS) return
      const limitMs = Math.min(MAX_PAUSE_MS, attempt - EAGER_ATTEMPTS + 1)
      return new Promise((resolve) => setTimeout(resolve, Math.random() * limitMs))
    },
  }
}
