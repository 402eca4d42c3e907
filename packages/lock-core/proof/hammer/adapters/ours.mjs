import { loadLockCore } from "../../lib/lock-core.mjs"

/** The package under proof, through its public API. */
export async function adapter({ dist, dir, fs, sessionId, holder, ttlMs, warn }) {
  const core = await loadLockCore(dist)
  const store = core.fileStore({ dir, ...(fs && { fs }), onWarning: warn ?? (() => {}) })
  const io = core.systemIo(store)
  const process = holder ?? core.identifyProcess(globalThis.process.pid, core.systemProbes())
  const claim = (token) => ({ sessionId, process, ttlMs, ...(token !== undefined && { token }) })
  const granted = (lock, kind) => ({ token: lock.token, deadlineMs: lock.mono_expires_at, kind })
  return {
    async acquire(key) {
      const result = await core.acquire(key, claim(), io)
      if (!result.acquired) return null
      return granted(result.lock, result.takenOver ? result.takenOver.because : "acquired")
    },
    async refresh(key, token) {
      const result = await core.refresh(key, claim(token), io)
      return result.refreshed ? granted(result.lock, "refreshed") : null
    },
    async release(key, token) {
      return (await core.release(key, claim(token), io)).released
    },
  }
}
