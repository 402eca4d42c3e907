import {
  type Claim,
  computeWorkspaceHash,
  identifyProcess,
  inspect,
  type LockIo,
  type LockRecord,
  type LockView,
  type StoredLock,
  sessionLabel,
  systemIo,
  systemProbes,
} from "@router-gate/lock-core"
import { fileStore } from "@router-gate/lock-core/stores/file"
import type { Environment } from "./environment.ts"
import { lockDirsOf } from "./lock-dirs.ts"
import { workspaceOf } from "./workspace-of.ts"

/** Who looks: this process, and the session that it says it runs in, if any. */
export interface Onlooker {
  pid: number
  sessionId: string | undefined
}

/** A lock as one saw it. Only with its version can that very state be changed. */
export type Sight =
  | { state: "free" }
  | { state: "mine" | "held"; lock: LockRecord; version: string; heldUntil: number | null }
  | { state: "stale"; lock: LockRecord; version: string; because: "dead" | "expired" }

/** Where a workspace's lock is, or may be. */
export interface LockPlace {
  key: string
  io: LockIo
}

/** The workspace of a path, and the places of its lock. */
export function locksOf(path: string, environment: Environment): { workspace: string; places: LockPlace[] } {
  const placesOf = (workspace: string): LockPlace[] =>
    lockDirsOf(workspace, environment.configDir).map((dir) => ({
      key: computeWorkspaceHash(workspace),
      io: systemIo(fileStore({ dir })),
    }))
  const isLocked = (directory: string): boolean =>
    lockDirsOf(directory, environment.configDir).some(
      (dir) => fileStore({ dir }).readLock(computeWorkspaceHash(directory))?.record,
    )
  const workspace = workspaceOf(path, environment, isLocked)
  return { workspace, places: placesOf(workspace) }
}

/**
 * Looks at a lock from inside this process. It is `mine` if the session that holds it is waiting for this very process:
 * a command that an agent runs must not wait for the agent that waits for it.
 */
export async function lookAtLock({ key, io }: LockPlace, onlooker: Onlooker): Promise<Sight> {
  const stored = (await io.readLock(key)) as StoredLock | null
  if (!stored?.record) return { state: "free" }
  const { version } = stored
  const view = await inspect(key, claimOf(onlooker), { ...io, readLock: () => stored })
  if (view.state === "free") return { state: "free" }
  if (view.state === "stale") return { state: "stale", lock: view.lock, version, because: view.because }
  if (view.state === "own") return { state: "mine", lock: view.lock, version, heldUntil: null }
  const { holder: lock, heldUntil } = view
  return { state: isMine(view, onlooker) ? "mine" : "held", lock, version, heldUntil }
}

/** A claim that nobody makes: it is for looking. */
function claimOf({ pid }: Onlooker): Claim {
  const process = identifyProcess(pid, systemProbes()) ?? undefined
  return { sessionId: `router-gate-looks-${pid}`, process }
}

function isMine(view: Extract<LockView, { state: "held" }>, { pid, sessionId }: Onlooker): boolean {
  if (view.relation === "guest") return true
  // Where ancestors cannot be seen, or the lease names no process, the session's own word has to do.
  const canTell = view.holder.pid > 0 && systemProbes().inspect(pid) !== null
  return (
    !canTell && sessionId !== undefined && sessionLabel(sessionId) === sessionLabel(view.holder.session_id)
  )
}
