import { isExpired } from "./stale.ts"
import type { LockIo } from "./store.ts"

/**
 * Whether a grant still stands: its lease is the lock's, under that very token, and not over. For the place that a
 * stale holder must not reach: a push, a deployment, a migration. The answer is of the moment of the read; what is
 * checked by it should follow at once.
 * @throws LockStoreError when the store cannot answer
 */
export async function isCurrent(
  key: string,
  token: number,
  io: Pick<LockIo, "readLock" | "now">,
): Promise<boolean> {
  const stored = await io.readLock(key)
  if (!stored?.record || stored.record.token !== token) return false
  return !isExpired(stored.record, io.now(), stored.leftMs)
}
