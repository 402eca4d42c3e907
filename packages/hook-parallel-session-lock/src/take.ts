import { type AcquireResult, acquire, type Claim, type Held, release } from "@router-gate/lock-core"
import { lengthOf } from "./call.ts"
import { claimOf, type GateDeps, type SessionCall } from "./gate-deps.ts"

/** Null: every lease is there. Otherwise the first that is not, and who has it. */
export type InTheWay = (Held & { readonly workspace: string; readonly key: string }) | null

/** Takes the leases of all the workspaces that a call may change, or none of them. */
export async function take(
  workspaces: readonly string[],
  call: SessionCall,
  deps: GateDeps,
): Promise<InTheWay> {
  const granted: string[] = []
  for (const workspace of workspaces) {
    const { key, io } = deps.lockOf(workspace)
    const result = await acquire(key, callClaim(call, workspace, deps), io)
    if (result.acquired) {
      if (!result.renewed) granted.push(workspace)
      logTakeover(result, call, workspace, deps)
    } else if (result.relation !== "guest") {
      for (const each of granted) await giveBack(each, call, deps)
      return { ...result, workspace, key }
    }
  }
  return null
}

function callClaim(call: SessionCall, workspace: string, deps: GateDeps): Claim {
  const { unbounded, ...length } = lengthOf(call, deps.env)
  return {
    ...claimOf(call.sessionId, deps),
    ...length,
    ...(unbounded && { unboundedCall: "begins" }),
    details: { workspace, tool: call.toolName },
  }
}

async function giveBack(workspace: string, call: SessionCall, deps: GateDeps): Promise<void> {
  const { key, io } = deps.lockOf(workspace)
  await release(key, claimOf(call.sessionId, deps), io)
}

function logTakeover(
  result: AcquireResult,
  call: SessionCall,
  workspace: string,
  { journal }: GateDeps,
): void {
  if (!result.acquired || !result.takenOver) return
  const { record, because } = result.takenOver
  const { sessionId, toolName } = call
  const holder = { holder: record.session_id, holderPid: record.pid }
  journal.log({ level: "info", what: "took over", because, sessionId, toolName, workspace, ...holder })
}
