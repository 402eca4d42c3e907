import type { LockIo } from "@router-gate/lock-core"
import type { GateConfig } from "../default-config.ts"
import { askStore } from "./ask-store.ts"
import { fileMemory } from "./memory.ts"
import { remoteKeyOf } from "./remote-key.ts"

/** What it takes to find a workspace's lock in a store. */
export interface RemoteLockInput {
  readonly workspace: string
  /** Whether the workspace is that of the directory whose settings these are. */
  readonly isStartedIn: boolean
  readonly config: GateConfig
  readonly configDir: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Null where there is nothing to read as a file. */
  readText(path: string): string | null
}

/** A workspace's lock in the store, for who looks at it from outside a session. */
export interface RemoteLock {
  readonly store: "etcd" | "postgres"
  /** Null: other hosts have no name for this workspace. */
  readonly key: string | null
  /** Asks the store, all within the time that a call has. Throws `LockStoreError` (by its name; the class is another). */
  ask<T>(ask: (io: LockIo) => Promise<T>): Promise<T>
  /** Lets a session of this user forget a lease that it has no more. */
  forget(sessionId: string): void
}

/** The lock of a workspace in the store that the settings name; null where they name none. Asks nothing yet. */
export function openRemoteLock(input: RemoteLockInput): RemoteLock | null {
  const { config, configDir, env } = input
  const settings = config.store
  if (!settings) return null
  const key = remoteKeyOf(input)
  return {
    store: settings.type,
    key,
    ask: (ask) => askStore({ config, env }, ask, true),
    forget(sessionId) {
      if (key !== null) fileMemory(configDir, sessionId).forget(key)
    },
  }
}
