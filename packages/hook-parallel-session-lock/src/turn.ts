import { refresh, release } from "@router-gate/lock-core"
import { claimOf, type GateDeps } from "./gate-deps.ts"
import { endTurn } from "./turn-end.ts"

/** What ends a turn. `tasks`: the client's own list of what still runs in the background. */
export async function finishTurn(sessionId: string, tasks: unknown, deps: GateDeps): Promise<void> {
  const end = endTurn(tasks)
  if (end === "release") await finishSession(sessionId, deps)
  else if (end === "extend") await forEachLease(sessionId, refresh, deps)
}

/** Gives everything back. */
export async function finishSession(sessionId: string, deps: GateDeps): Promise<void> {
  try {
    // First, or the launcher would let a call begin whose lease in the store is given back already.
    deps.note?.remove()
  } finally {
    await forEachLease(sessionId, release, deps)
  }
}

/**
 * Which workspaces a turn touched is written nowhere but in the locks, so all of them are asked. Last come those of this
 * machine, whatever the store says: the session that is granted one of them next finds the store's free too.
 */
async function forEachLease(
  sessionId: string,
  act: typeof refresh | typeof release,
  deps: GateDeps,
): Promise<void> {
  try {
    if (deps.config.store) await deps.loadShared().finishRemotely(sessionId, act === release, deps)
  } finally {
    const claim = claimOf(sessionId, deps)
    for (const { key, io } of deps.listLocks()) await act(key, claim, io)
  }
}
