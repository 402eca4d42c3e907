import type { LockIo } from "@router-gate/lock-core"
import { remoteIo } from "@router-gate/lock-core/remote"
import type { GateDeps } from "../gate-deps.ts"
import type { StoreSettings } from "../store-settings.ts"

/**
 * Asks the store, within the time that the settings give a call for everything.
 * @param isPatient whether its goodbye is waited for: a call has no time for that
 * @throws LockStoreError when it cannot answer
 */
export async function askStore<T>(
  { config, env }: Pick<GateDeps, "config" | "env">,
  ask: (io: LockIo) => Promise<T>,
  isPatient = false,
): Promise<T> {
  const timeoutMs = config.remoteTimeoutMs
  // Only here: a call that asks nothing loads no client of a server (tsup.config.ts makes it `remote.cjs`).
  const { openStore } = await import("../remote.ts")
  const store = await openStore(config.store as StoreSettings, env, timeoutMs)
  try {
    return await ask(remoteIo(store.within(timeoutMs)))
  } finally {
    const closed = store.close()
    if (isPatient) await closed
  }
}
