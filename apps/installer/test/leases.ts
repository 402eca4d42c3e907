import { spawn } from "node:child_process"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import {
  acquire,
  computeWorkspaceHash,
  identifyProcess,
  type LockIo,
  release,
  systemIo,
  systemProbes,
} from "@router-gate/lock-core"
import { fileStore } from "@router-gate/lock-core/stores/file"
import { afterAll } from "vitest"
import { home } from "./sandbox.ts"

const stranger = spawn("sleep", ["600"], { stdio: "ignore" })
afterAll(() => void stranger.kill())

/** A living process that is not above this one: a lease of its own is somebody else's. */
export const STRANGER = stranger.pid as number

/** A git work tree in the home directory. */
export function workTree(name = "w"): string {
  const folder = join(home, name)
  mkdirSync(join(folder, ".git"), { recursive: true })
  return folder
}

/** Where sessions of this home keep their locks. */
export function locksIn(dir = join(home, ".claude/runtime")): LockIo {
  return systemIo(fileStore({ dir }))
}

/** Lets a session take a workspace, as the hook would. */
export async function hold(
  workspace: string,
  sessionId: string,
  { pid, ttlMs = 60_000, dir }: { pid?: number; ttlMs?: number; dir?: string } = {},
): Promise<{ release(): Promise<unknown> }> {
  const process = pid === undefined ? undefined : (identifyProcess(pid, systemProbes()) ?? undefined)
  const claim = { sessionId, process, ttlMs, details: { workspace, tool: "Write\u001b[31m" } }
  const key = computeWorkspaceHash(workspace)
  const { acquired } = await acquire(key, claim, locksIn(dir))
  if (!acquired) throw new Error(`${workspace} is held already`)
  return { release: () => release(key, claim, locksIn(dir)) }
}

/** Who holds a workspace now; null: nobody. */
export async function holderOf(workspace: string): Promise<string | null> {
  const stored = await locksIn().readLock(computeWorkspaceHash(workspace))
  return stored?.record?.session_id ?? null
}
