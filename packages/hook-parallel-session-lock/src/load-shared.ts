import { createRequire } from "node:module"
import type { RemoteLock, RemoteLockInput } from "./shared.ts"

/**
 * The lock of a workspace in the store that the settings name; null where they name none. Nothing is asked of it yet, and
 * nothing loaded where there is none.
 */
export function openRemoteLock(input: RemoteLockInput): RemoteLock | null {
  if (!input.config.store) return null
  // Beside this package's built index; it loads the clients of the stores when it asks.
  return createRequire(import.meta.url)("./shared.cjs").openRemoteLock(input)
}
