import { acquire, type Claim, type Held, release } from "@router-gate/lock-core"
import { lengthOf } from "./call.ts"
import { claimOf, type GateDeps, type SessionCall } from "./gate-deps.ts"

/** Where a lease is missing, and why: another session has it, or the store that knows does not answer. */
export type Blocked = { readonly workspace: string; readonly key: string } & (
  | Held
  | { readonly unanswered: string }
)

/** Null: every lease is there. Otherwise the first that is not. */
export type InTheWay = Blocked | null

/**
 * Takes the leases of all the workspaces that a call may change, or none of them: on this machine first, and then, if
 * other hosts work here too, in the store that they ask.
 */
export async function take(
  workspaces: readonly string[],
  call: SessionCall,
  deps: GateDeps,
): Promise<InTheWay> {
  const held: string[] = []
  const granted: string[] = []
  let inTheWay: InTheWay = null
  for (const workspace of workspaces) {
    const { key, io } = deps.lockOf(workspace)
    const result = await acquire(key, callClaim(call, workspace, deps), io)
    if (result.acquired) {
      held.push(workspace)
      if (!result.renewed) granted.push(workspace)
      if (result.takenOver) deps.loadRarely().logTakeover(result.takenOver, call, workspace, deps)
    } else if (result.relation !== "guest") {
      inTheWay = { ...result, workspace, key }
      break
    }
  }
  if (deps.config.store && !inTheWay) inTheWay = await deps.loadRarely().takeShared(held, call, deps)
  if (inTheWay) for (const each of granted) await giveBack(each, call, deps)
  return inTheWay
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
