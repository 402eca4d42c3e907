import type { LockIo, LockStore } from "../store.ts"
import { systemIo } from "../system-io.ts"

/**
 * Joins a store that several hosts share to this host. It knows no processes: machines that were started from one
 * memory snapshot have the same boot id and the same pids, and each would find the others' holders dead. So a lease
 * ends by the store's clock, or because its holder gives it back.
 */
export function remoteIo(store: LockStore): LockIo {
  const { judge: _, isAncestor: __, ...io } = systemIo(store)
  return io
}
