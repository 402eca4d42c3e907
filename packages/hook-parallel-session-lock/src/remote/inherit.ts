import { isSameBoot, type LockIo, type LockRecord, release, systemInstant } from "@router-gate/lock-core"
import { fileMemory } from "./memory.ts"
import type { RemotePlace } from "./remote-places.ts"

/**
 * Gives back what a session of this very host left in the store when it died: whoever has the workspace's lease on this
 * machine knows that the session which remembers one in the store has it no more. The store itself knows no processes and
 * would have everybody wait for the end of that lease.
 */
export async function giveBackInherited(
  { workspace, key }: RemotePlace,
  holder: LockRecord,
  configDir: string,
  io: LockIo,
): Promise<boolean> {
  const memory = fileMemory(configDir, holder.session_id)
  const left = memory.read(key)
  // Another working copy's session may be at work, and so may the original of a disk that was copied to this machine.
  if (left?.workspace !== workspace || !isSameBoot(left.boot, systemInstant().bootId)) return false
  if (left.token === null || left.token !== holder.token) return false
  const { released } = await release(key, { sessionId: holder.session_id, token: left.token }, io)
  memory.forget(key)
  return released
}
