import type { LockRecord } from "../record.ts"

/** Judges grants: whose lease runs at any moment, in exact time, and how far tokens have come. */
export interface Law {
  /** @param readAt when the clock was read from which the lease counts */
  granted(session: number, lease: LockRecord, readAt: number): void
  ended(session: number): void
  holds(session: number): boolean
}

/** The law of a lock: it throws as soon as one is granted what another still holds, or a token goes back. */
export function lawOf(exactMs: () => number): Law {
  const running = new Map<number, number>()
  let lastToken = 0
  let lastHolder = -1
  return {
    granted(session, lease, readAt) {
      for (const [rival, until] of running) {
        if (rival !== session && exactMs() < until) {
          throw new Error(`${session} was granted what ${rival} holds for ${until - exactMs()} ms more`)
        }
      }
      const token = lease.token ?? 0
      if (token < lastToken) throw new Error(`token ${token} after ${lastToken}`)
      if (token === lastToken && session !== lastHolder) throw new Error(`token ${token} granted twice`)
      lastToken = token
      lastHolder = session
      running.set(session, Math.max(running.get(session) ?? 0, readAt + lease.ttl_ms))
    },
    ended: (session) => void running.delete(session),
    holds: (session) => lastHolder === session,
  }
}
