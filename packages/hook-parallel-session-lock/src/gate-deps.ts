import type { Journal } from "@router-gate/hook-runtime"
import type { Claim, LockIo, ProcessIdentity } from "@router-gate/lock-core"
import type { ToolCall } from "./call.ts"
import type * as contended from "./contended.ts"
import type { GateConfig } from "./default-config.ts"
import type { WorkspaceFs } from "./find-workspace.ts"
import type { LeaseNote } from "./lease-note.ts"
import type { Places } from "./places.ts"
import type * as rarely from "./rarely.ts"
import type * as shared from "./shared.ts"

/** Files beside the executable, so that the calls that need nothing of them do not pay for reading them. */
export interface LazyParts {
  /** For when another session is, or may be, in the way. */
  loadContended(): typeof contended
  /** For beginnings, settings, and what goes wrong. */
  loadRarely(): typeof rarely
  /** For a store that several hosts share, where one is set. */
  loadShared(): typeof shared
}

/** Where a workspace's lock is kept. */
export interface LockPlace {
  readonly key: string
  readonly io: LockIo
  /** The directory that keeps its state. */
  readonly stateDir: string
}

/** Everything that the gate reaches outside itself. */
export interface GateDeps extends LazyParts {
  lockOf(workspace: string): LockPlace
  /** Every lock that a session of this user may hold. */
  listLocks(): readonly LockPlace[]
  /** The agent process that this hook works for. */
  readonly client: ProcessIdentity | undefined
  readonly places: Places
  readonly config: GateConfig
  readonly fs: WorkspaceFs
  /** Null where there is nothing to read. */
  readText(path: string): string | null
  readonly env: Readonly<Record<string, string | undefined>>
  readonly journal: Journal
  /** Where the launcher looks up this session's lease; null when it asked for no note. */
  readonly note: LeaseNote | null
  sleep(ms: number): Promise<void>
}

/** A session's call, before or after it ran. */
export interface SessionCall extends ToolCall {
  readonly sessionId: string
}

/** Claims a lock for the session that this hook works for. */
export function claimOf(sessionId: string, { client, config }: GateDeps): Claim {
  return { sessionId, ttlMs: config.ttlMs, ...(client && { process: client }) }
}
