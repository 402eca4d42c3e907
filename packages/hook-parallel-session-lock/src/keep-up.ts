import type { HookOutput } from "@router-gate/hook-runtime"
import { refresh } from "@router-gate/lock-core"
import { lengthOf, targetsOf } from "./call.ts"
import { workspaceFinder } from "./find-workspace.ts"
import { claimOf, type GateDeps, type SessionCall } from "./gate-deps.ts"

/**
 * Extends the leases after a call. What a lease covers was settled when it was taken; here it is enough to ask for every
 * place that the call names, because a refresh takes nothing.
 */
export async function keepUp(call: SessionCall, deps: GateDeps): Promise<HookOutput | undefined> {
  const cwd = call.cwd ?? deps.env.CLAUDE_PROJECT_DIR
  if (cwd === undefined) return undefined
  const { unbounded } = lengthOf(call, deps.env)
  const claim = { ...claimOf(call.sessionId, deps), ...(unbounded && { unboundedCall: "ends" as const }) }
  const at = { cwd, projectDir: deps.env.CLAUDE_PROJECT_DIR ?? cwd }
  const targets = targetsOf(call, deps.config.tools)
  const workspaces = new Set(
    (targets.length > 0 ? targets : [cwd]).map(workspaceFinder(at, deps.places, deps.fs)),
  )
  let lost: HookOutput | undefined
  for (const workspace of workspaces) {
    if (workspace === null) continue
    const { key, io } = deps.lockOf(workspace)
    const result = await refresh(key, claim, io)
    if (!result.refreshed && result.holder) lost ??= await deps.loadRarely().reportLost(call, workspace, deps)
  }
  return deps.config.store ? deps.loadRarely().keepUpShared([...workspaces], call, deps, lost) : lost
}
