import type { HookOutput } from "@router-gate/hook-runtime"
import { systemInstant } from "@router-gate/lock-core"
import type { ToolCall } from "../call.ts"
import type { GateDeps, SessionCall } from "../gate-deps.ts"
import { type LocalNote, ownerFor } from "../lease-note.ts"
import { remoteTerms, USUAL_COMMAND } from "../remote/terms.ts"
import type { InTheWay } from "../take.ts"

// Where a store is set, this file is loaded in any case, for it reads the settings. What is noted for the launcher spares
// Node as well: most calls of a turn neither look up what the session remembers of its lease nor by which name it goes.

/** Takes leases in the store, too, unless it is noted that none needs it. See `takeRemotely`. */
export async function takeShared(
  workspaces: readonly string[],
  call: SessionCall,
  deps: GateDeps,
): Promise<InTheWay> {
  return isUnasked(deps.note?.read(), workspaces, call, call, deps)
    ? null
    : deps.loadShared().takeRemotely(workspaces, call, deps)
}

/** Renews leases in the store, unless it is noted that none needs it. See `keepUpRemotely`. */
export async function keepUpShared(
  workspaces: readonly (string | null)[],
  call: SessionCall,
  deps: GateDeps,
  lost: HookOutput | undefined,
): Promise<HookOutput | undefined> {
  if (isUnasked(deps.note?.read(), workspaces, call, USUAL_COMMAND, deps)) return lost
  return deps.loadShared().keepUpRemotely(workspaces, call, deps, lost)
}

/** Notes a lease that is in the store, too, unless what is noted is still so. See `noteUnasked`. */
export function noteShared(local: LocalNote, call: SessionCall, deps: GateDeps): void {
  const { terms, place, before, workspace } = local
  const isNoted = before?.startsWith(`${terms} `) && before.includes(place)
  if (isNoted && isUnasked(before, [workspace], call, USUAL_COMMAND, deps)) return
  deps.loadShared().noteUnasked(local, call, deps)
}

/** Whether the note says that the store need not be asked now, by the rule of launcher/hot-path.sh. */
function isUnasked(
  noted: string | null | undefined,
  workspaces: readonly (string | null)[],
  session: SessionCall,
  call: ToolCall,
  { client, config, env, readText }: GateDeps,
): boolean {
  const [terms = "", workspace, , headPath = "", head] = noted?.split("\n") ?? []
  const [owner, , , , , monoUntil, wallUntil] = terms.split(" ")
  if (!client || owner !== ownerFor(session, client)) return false
  if (workspaces.some((one) => one !== null && one !== workspace)) return false
  const enoughFor = (one: ToolCall): number => remoteTerms(one, config.remoteTtlMs, env).enoughMs
  if (enoughFor(call) > enoughFor(USUAL_COMMAND)) return false
  const { monoMs, wallMs } = systemInstant()
  const isBefore = monoMs !== null && monoMs < Number(monoUntil) && wallMs < Number(wallUntil)
  return isBefore && readText(headPath) === `${head}\n`
}
