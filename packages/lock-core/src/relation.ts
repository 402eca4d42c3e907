import type { Liveness, ProcessIdentity } from "./liveness.ts"
import { isSamePlace, isSameProcess, processOf } from "./liveness.ts"
import type { LockRecord } from "./record.ts"
import { sessionLabel } from "./workspace.ts"

/**
 * What a lease is to the one who claims it. `own`: the same holder. `twin`: the same session id open in another living
 * process, which is another holder. `guest`: the holder is waiting for this very process. `other`: anybody else.
 */
export type Relation = "own" | "twin" | "guest" | "other"

/** How to look at processes; asked only as far as the answer needs it. */
export interface ProcessView {
  judge(process: ProcessIdentity): Liveness
  isAncestor(ancestor: ProcessIdentity, process: ProcessIdentity): boolean
}

/**
 * Decides whose lease it is. The process decides before the session id does: a session id changes within one process
 * (a cleared or resumed conversation), is shared by subagents, and can be open in two processes at once.
 */
export function relate(
  record: LockRecord,
  claim: { readonly sessionId: string; readonly process?: ProcessIdentity | undefined },
  view: ProcessView,
): Relation {
  const holder = processOf(record)
  const claimant = claim.process ?? null
  if (isSameProcess(holder, claimant) || (holder && claimant && hasTakenItsPlace(holder, claimant)))
    return "own"
  if (sessionLabel(record.session_id) === sessionLabel(claim.sessionId)) {
    return holder && claimant && isProvablyAnother(holder, claimant, view) ? "twin" : "own"
  }
  if (holder && claimant && view.isAncestor(holder, claimant)) return "guest"
  return "other"
}

/**
 * Where start times cannot be read, a holder with the claimant's own pid is the claimant or a dead predecessor: two
 * living processes of one place never share a pid.
 */
function hasTakenItsPlace(holder: ProcessIdentity, claimant: ProcessIdentity): boolean {
  const ages = holder.start !== undefined && claimant.start !== undefined
  return !ages && holder.pid === claimant.pid && isSamePlace(holder, claimant)
}

/** Alive, and not the claimant: another pid, or the same pid started at another time. */
function isProvablyAnother(holder: ProcessIdentity, claimant: ProcessIdentity, view: ProcessView): boolean {
  const verdict = view.judge(holder)
  if (verdict === "alive") return true // were it the claimant, the two identities would have been the same
  // Where start times cannot be read, another living pid is all the proof that there can be.
  return verdict === "exists" && holder.pid !== claimant.pid
}
