import type { LockStore } from "../store.ts"

/** A {@link LockStore} on a server: what is asked of it ends in time, and its connection can be closed. */
export interface RemoteStore extends LockStore {
  /**
   * The same store for one call of `acquire`, `refresh` or `release`: all that it asks ends within so long, counted
   * from now.
   */
  within(timeoutMs: number): LockStore
  close(): Promise<void>
}

/**
 * Joins operations that heed a deadline into a store. What is asked of the store itself has `timeoutMs` each time.
 * @param operations asks for its deadline at the beginning of every operation
 */
export function remoteStore(
  operations: (deadline: () => AbortSignal) => LockStore,
  timeoutMs: number,
  close: () => Promise<void>,
): RemoteStore {
  return {
    ...operations(() => AbortSignal.timeout(timeoutMs)),
    within(limitMs) {
      const deadline = AbortSignal.timeout(limitMs)
      return operations(() => deadline)
    },
    close,
  }
}
