import { KEY, TTL_MS } from "./world.mjs"

/** A session of the package under proof, in a given world. */
export function ourParty(world, { name, process, fs }) {
  const { core } = world
  const wallMs = () => world.now().wallMs
  const store = core.fileStore({ dir: world.dir, fs, platform: world.platform, wallMs })
  const io = { ...store, now: () => world.now(), judge: (process) => world.judge(process) }
  const claim = (extra) => ({ sessionId: name, process, ttlMs: TTL_MS, ...extra })
  const granted = (lock) => ({ token: lock.token, deadlineMs: lock.mono_expires_at })
  return {
    /** The same three steps without ever waiting, for a rival that comes in between two calls of another. */
    acquireNow() {
      const stored = store.readLock(KEY)
      const plan = core.planAcquire(stored, claim(), {
        now: io.now(),
        judge: io.judge,
        isAncestor: () => false,
      })
      if (plan.do !== "write" || !store.writeLock(KEY, plan.next, stored?.version ?? null)) return null
      return granted(plan.next)
    },
    async acquire(extra) {
      const result = await core.acquire(KEY, claim(extra), io)
      return result.acquired ? granted(result.lock) : null
    },
    async refresh(token, extra) {
      const result = await core.refresh(KEY, claim({ token, ...extra }), io)
      return result.refreshed ? granted(result.lock) : null
    },
    async release(token) {
      return (await core.release(KEY, claim({ token }), io)).released
    },
  }
}
