import { heldUntil, type LockIo, systemInstant } from "@router-gate/lock-core"
import type { Environment } from "./environment.ts"
import { type GateConfig, openRemoteLock, type RemoteLock } from "./hooks.ts"
import { readText } from "./read-text.ts"
import { Refusal } from "./refusal.ts"
import { workspaceOf } from "./workspace-of.ts"

/** What the store that several hosts share says of a workspace. */
export interface RemoteLease {
  store: "etcd" | "postgres"
  /** What the workspace is called there; null: it has no name, so nobody is asked. */
  key: string | null
  state: "free" | "held" | "unnamed" | "unreachable"
  session_id: string | null
  host: string | null
  tool: string | null
  held_since: number | null
  binds_until: number | null
  /** Why it is not known; null when it is. */
  problem: string | null
}

/** The lock of a workspace in the store, for the commands; null where the settings name no store. */
export function remoteLockOf(
  workspace: string,
  config: GateConfig,
  environment: Environment,
): RemoteLock | null {
  const { configDir, env, projectDir } = environment
  const isStartedIn = workspace === workspaceOf(projectDir, environment, () => false)
  return openRemoteLock({ workspace, isStartedIn, config, configDir, env, readText })
}

/** Who holds the project's workspace in the store. That nobody answers is a fact like any other, and told in bounded time. */
export async function readRemoteLease(
  config: GateConfig,
  environment: Environment,
): Promise<RemoteLease | null> {
  if (!config.store) return null
  const workspace = workspaceOf(environment.projectDir, environment, () => false)
  const remote = remoteLockOf(workspace, config, environment) as RemoteLock
  const { store, key } = remote
  const none = {
    session_id: null,
    host: null,
    tool: null,
    held_since: null,
    binds_until: null,
    problem: null,
  }
  if (key === null) return { store, key, state: "unnamed", ...none }
  try {
    const stored = await remote.ask(async (io) => io.readLock(key))
    const { record, leftMs = 0 } = stored ?? { record: null }
    if (!record || leftMs <= 0) return { store, key, state: "free", ...none }
    return {
      store,
      key,
      state: "held",
      session_id: record.session_id,
      host: record.host ?? null,
      tool: record.tool ?? null,
      held_since: record.held_since ?? null,
      binds_until: heldUntil(record, systemInstant(), leftMs),
      problem: null,
    }
  } catch (error) {
    return { store, key, state: "unreachable", ...none, problem: problemOf(error) }
  }
}

/** Does something to the lock in the store, or refuses because the store does not answer. */
export async function askRemote<T>(remote: RemoteLock, ask: (io: LockIo) => Promise<T>): Promise<T> {
  try {
    return await remote.ask(ask)
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw notKnown(remote, storeErrorOf(error))
  }
}

/** Refuses to say that nobody holds what nobody could be asked about. */
export function notKnown({ key }: RemoteLock, { code, message }: StoreError): Refusal {
  return new Refusal({
    code: "REMOTE_UNREACHABLE",
    cause: `whether another host holds ${key} is not known: ${code}: ${message}`,
    remedy: "Leases of this machine were looked at; the store was not. Run this again when it answers.",
  })
}

/** What a store says that cannot answer. */
export type StoreError = Error & { readonly code: string; readonly path?: string }

/** The store's own class of errors is in another bundle, so it goes by its name. Anything else is thrown on. */
export function storeErrorOf(error: unknown): StoreError {
  if (!(error instanceof Error) || error.name !== "LockStoreError") throw error
  return error as StoreError
}

function problemOf(error: unknown): string {
  const { code, message } = storeErrorOf(error)
  return `${code}: ${message}`
}
