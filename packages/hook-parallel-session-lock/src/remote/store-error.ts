import type { LockStoreError } from "@router-gate/lock-core"

/** The stores are in a bundle of their own, with a class of errors of their own: so they go by its name. */
export function isStoreError(error: unknown): error is LockStoreError {
  return error instanceof Error && error.name === "LockStoreError"
}
