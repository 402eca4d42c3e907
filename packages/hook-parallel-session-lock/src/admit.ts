import type { HookOutput } from "@router-gate/hook-runtime"
import type { GateDeps, SessionCall } from "./gate-deps.ts"
import { noteLease } from "./lease-note.ts"
import { take } from "./take.ts"
import { touchedBy } from "./touched.ts"

/** Takes the leases for a call that is about to change something, or says who has them. */
export async function admit(call: SessionCall, deps: GateDeps): Promise<HookOutput | undefined> {
  const touched = touchedBy(call, deps)
  const inTheWay = await take(touched.workspaces, call, deps)
  if (!inTheWay) noteLease(touched.workspaces, call, deps)
  return inTheWay ? await deps.loadContended().settle(call, touched, inTheWay, deps, take) : undefined
}
