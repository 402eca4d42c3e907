import type { RemoteLock } from "./hooks.ts"
import { lookAtLock, type Onlooker, type Sight } from "./look-at-lock.ts"
import { notKnown, type StoreError, storeErrorOf } from "./remote-lease.ts"

/** A lock that somebody holds. */
export type Held = Extract<Sight, { state: "held" | "mine" }>

/** A store that may say later who holds a lock. */
export interface Unanswered {
  remote: RemoteLock
  error: StoreError
}

/** Asking takes a connection, so who looks again and again asks this seldom. */
const ASK_AGAIN_MS = 1_000

/**
 * Looks who holds a lock in the store, as often as it is called, and asks it once a second at the most. A server that does not
 * answer may do so the next time.
 * @throws Refusal when asking again would be of no use
 */
export function remoteLook(remote: RemoteLock, onlooker: Onlooker): () => Promise<Held | Unanswered | null> {
  const { key } = remote
  let last: Held | Unanswered | null = null
  let askedAt = Number.NEGATIVE_INFINITY
  return async () => {
    if (key === null) return null
    if (performance.now() - askedAt < ASK_AGAIN_MS) return last
    try {
      const sight = await remote.ask((io) => lookAtLock({ key, io }, onlooker))
      last = sight.state === "held" ? (sight as Held) : null
    } catch (thrown) {
      const error = storeErrorOf(thrown)
      if (error.code !== "UNAVAILABLE") throw notKnown(remote, error)
      last = { remote, error }
    }
    askedAt = performance.now()
    return last
  }
}
