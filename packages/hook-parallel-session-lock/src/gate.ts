import type { Journal } from "@router-gate/hook-runtime"
import {
  acquire,
  type Claim,
  computeWorkspaceHash,
  type LockIo,
  type ProcessIdentity,
  refresh,
  release,
} from "@router-gate/lock-core"
import { type ReadSmallFile, readBranch } from "./branch.ts"
import { lengthOf, type ToolCall, targetOf } from "./call.ts"
import type { GateConfig } from "./config.ts"
import { decide, type GateDecision } from "./decide.ts"
import { findWorkspace, type WorkspaceFs } from "./find-workspace.ts"
import type { Places } from "./places.ts"

/** Everything that the gate reaches outside itself. */
export interface GateDeps {
  readonly io: LockIo
  listLocks(): readonly string[]
  /** The agent process that this hook works for. */
  readonly client: ProcessIdentity | undefined
  readonly places: Places
  readonly config: GateConfig
  readonly fs: WorkspaceFs
  readonly readSmallFile: ReadSmallFile
  readonly env: Readonly<Record<string, string | undefined>>
  readonly journal: Journal
}

/** A session's call, before or after it ran. */
export interface SessionCall extends ToolCall {
  readonly sessionId: string
}

/** Takes the lease for a call that is about to change something, or says who has it. */
export async function admit(call: SessionCall, deps: GateDeps): Promise<GateDecision> {
  const workspace = workspaceOf(call, deps)
  if (workspace === null) return { block: false }
  const { unbounded, ...length } = lengthOf(call, deps.env)
  const claim: Claim = {
    ...claimOf(call.sessionId, deps),
    ...length,
    ...(unbounded && { unboundedCall: "begins" }),
    details: { workspace, tool: call.toolName },
  }
  const acquireResult = await acquire(computeWorkspaceHash(workspace), claim, deps.io)
  if (acquireResult.acquired) {
    if (acquireResult.takenOver) logTakeover(call, workspace, acquireResult.takenOver, deps)
    return { block: false }
  }
  const branch = readBranch(workspace, deps.readSmallFile)
  const context = { now: deps.io.now().wallMs, workspace, branch }
  const decision = decide({ acquireResult, sessionId: call.sessionId, context })
  if (decision.block) logDenial(call, workspace, acquireResult.holder, deps)
  return decision
}

/** Extends the lease after a call. */
export async function keepUp(call: SessionCall, deps: GateDeps): Promise<void> {
  const workspace = workspaceOf(call, deps)
  if (workspace === null) return
  const { unbounded } = lengthOf(call, deps.env)
  const claim: Claim = { ...claimOf(call.sessionId, deps), ...(unbounded && { unboundedCall: "ends" }) }
  await refresh(computeWorkspaceHash(workspace), claim, deps.io)
}

/** Does the same with every lease of the session: which workspaces a turn touched is written nowhere else. */
export async function forEachLease(
  sessionId: string,
  act: "release" | "refresh",
  deps: GateDeps,
): Promise<void> {
  const claim = claimOf(sessionId, deps)
  const step = act === "release" ? release : refresh
  for (const key of deps.listLocks()) await step(key, claim, deps.io)
}

function workspaceOf(call: SessionCall, deps: GateDeps): string | null {
  const target = targetOf(call)
  const cwd = call.cwd ?? deps.env.CLAUDE_PROJECT_DIR
  if (target === null || cwd === undefined) return null
  return findWorkspace(target, { cwd, projectDir: deps.env.CLAUDE_PROJECT_DIR ?? cwd }, deps.places, deps.fs)
}

function claimOf(sessionId: string, { client, config }: GateDeps): Claim {
  return { sessionId, ttlMs: config.ttlMs, ...(client && { process: client }) }
}

function logDenial(
  { sessionId, toolName }: SessionCall,
  workspace: string,
  holder: { session_id: string; pid: number },
  { journal }: GateDeps,
): void {
  journal.log({
    level: "info",
    what: "denied",
    sessionId,
    toolName,
    workspace,
    holder: holder.session_id,
    holderPid: holder.pid,
  })
}

function logTakeover(
  { sessionId, toolName }: SessionCall,
  workspace: string,
  { record, because }: { record: { session_id: string; pid: number }; because: string },
  { journal }: GateDeps,
): void {
  journal.log({
    level: "info",
    what: "took over",
    because,
    sessionId,
    toolName,
    workspace,
    holder: record.session_id,
    holderPid: record.pid,
  })
}
