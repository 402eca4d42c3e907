import { createRequire } from "node:module"
import type { RemoteLock, RemoteLockInput } from "./remote.ts"

/**
 * The lock of a workspace in the store that the settings name; null where they name none. Nothing is asked of it yet, and
 * nothing loaded where there is none.
 */
export function openRemoteLock(input: RemoteLockInput): RemoteLock | null {
  if (!input.config.store) return null
  // Beside this package's built index; the clients of the stores are in it.
  return createRequire(import.meta.url)("./remote.cjs").openRemoteLock(input)
}
