import { isAbsolute } from "node:path"
import type { RemoteStore } from "@router-gate/lock-core/remote"
import type { StoreSettings } from "../store-settings.ts"

type Env = Readonly<Record<string, string | undefined>>

/**
 * Opens the store that the settings name; nothing is asked of it yet. Only the client that is needed is loaded.
 * @throws LockStoreError `MISCONFIGURED`
 */
export async function openStore(settings: StoreSettings, env: Env, timeoutMs: number): Promise<RemoteStore> {
  if (settings.type === "etcd") {
    const { type: _, passwordFrom, ...place } = settings
    const { etcdStore } = await import("@router-gate/lock-store-etcd")
    return etcdStore({ ...place, timeoutMs, env: withSecret(env, "ROUTER_GATE_ETCD_PASSWORD", passwordFrom) })
  }
  const { type: _, urlFrom, passwordFrom, ...place } = settings
  const { postgresStore } = await import("@router-gate/lock-store-postgres")
  const withUrl = withSecret(env, "ROUTER_GATE_POSTGRES_URL", urlFrom)
  return postgresStore({
    ...place,
    timeoutMs,
    env: withSecret(withUrl, "ROUTER_GATE_POSTGRES_PASSWORD", passwordFrom),
  })
}

/**
 * The environment in which a store finds a secret where the settings say: under another variable's name, or in a file,
 * which the store refuses if others may read it.
 */
function withSecret(env: Env, name: string, from: string | undefined): Env {
  if (from === undefined) return env
  const isFile = isAbsolute(from)
  return {
    ...env,
    [name]: isFile ? undefined : env[from],
    [`${name}_FILE`]: isFile ? from : env[`${from}_FILE`],
  }
}
