import type { LockStore } from "../store.ts"
import { type Deadline, deadlineIn } from "./deadline.ts"

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
  operations: (deadline: () => Deadline) => LockStore,
  timeoutMs: number,
  close: () => Promise<void>,
): RemoteStore {
  return {
    ...operations(() => deadlineIn(timeoutMs)),
    within(limitMs) {
      const deadline = deadlineIn(limitMs)
      return operations(() => deadline)
    },
    close,
  }
}
