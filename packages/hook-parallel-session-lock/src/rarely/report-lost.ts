import type { HookOutput } from "@router-gate/hook-runtime"
import { inspect } from "@router-gate/lock-core"
import { shellCommandOf } from "../call.ts"
import { claimOf, type GateDeps, type SessionCall } from "../gate-deps.ts"

/**
 * Somebody else has the lease that this call ran under. A tool that edits files cannot have been let in without it; a
 * shell command can, if it changes nothing here.
 */
export async function reportLost(
  call: SessionCall,
  workspace: string,
  deps: GateDeps,
): Promise<HookOutput | undefined> {
  if (shellCommandOf(call) && !neededLease(call, workspace, deps)) return undefined
  const { key, io } = deps.lockOf(workspace)
  const view = await inspect(key, claimOf(call.sessionId, deps), io)
  if (view.state !== "held" || view.relation === "guest") return undefined
  const { session_id: holder, pid: holderPid, token } = view.holder
  const { sessionId, toolName } = call
  deps.journal.log({ level: "info", what: "lost lease", sessionId, toolName, workspace, holder, holderPid })
  if (!deps.journal.firstTime(sessionId, `lost-${key}-${token}`)) return undefined
  const text = `the lease on ${workspace} ended before ${toolName} did, and session ${holder} (pid ${holderPid}) has it now`
  return { systemMessage: `router-gate: ${text}. Look at what both of them changed.` }
}

/** Whether a shell command would be denied while another session has the workspace. */
function neededLease(call: SessionCall, workspace: string, deps: GateDeps): boolean {
  const { workspaces, verdict } = deps.loadContended().touchedByCommand(call, deps)
  const isLetPass = verdict.class === "unknown" && deps.config.cannotTell === "warn"
  return workspaces.includes(workspace) && !isLetPass
}
