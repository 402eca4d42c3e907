import type { AcquireResult } from "@router-gate/lock-core"
import type { GateDeps, SessionCall } from "../gate-deps.ts"

type TakenOver = NonNullable<Extract<AcquireResult, { acquired: true }>["takenOver"]>

/** Notes that a lease was taken over which did not bind any more. */
export function logTakeover(
  { record, because }: TakenOver,
  { sessionId, toolName }: SessionCall,
  workspace: string,
  { journal }: GateDeps,
): void {
  const holder = { holder: record.session_id, holderPid: record.pid }
  journal.log({ level: "info", what: "took over", because, sessionId, toolName, workspace, ...holder })
}
