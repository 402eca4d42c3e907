import { refresh, release } from "@router-gate/lock-core"
import type { GateDeps } from "../gate-deps.ts"
import { askStore } from "./ask-store.ts"
import { fileMemory } from "./memory.ts"
import { remember } from "./remembered.ts"

/**
 * Gives a session's leases in the store back at the end of its turn, or extends them for what works on in the
 * background. A lease whose grant was never heard of is given back too: the answer may have been lost on its way.
 * @throws LockStoreError when the store does not answer
 */
export async function finishRemotely(sessionId: string, isOver: boolean, deps: GateDeps): Promise<void> {
  const { config, places } = deps
  const memory = fileMemory(places.configDir, sessionId)
  const known = memory.readAll()
  if (known.length === 0) return
  await askStore(deps, async (io) => {
    for (const one of known) {
      const { key, token } = one
      const claim = { sessionId, ...(token !== null && { token }) }
      if (isOver) {
        await release(key, claim, io)
        memory.forget(key)
        continue
      }
      const result = await refresh(key, { ...claim, ttlMs: config.remoteTtlMs }, io)
      if (result.refreshed) memory.write(remember(one, result.lock))
    }
  })
}
