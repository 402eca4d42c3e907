import type { HookOutput } from "@router-gate/hook-runtime"
import { refresh, systemInstant } from "@router-gate/lock-core"
import type { GateDeps, SessionCall } from "../gate-deps.ts"
import { askStore } from "./ask-store.ts"
import { fileMemory } from "./memory.ts"
import { isSilent, leftOf, type Remembered, remember, rememberLoss, rememberSilence } from "./remembered.ts"
import { remotePlaces } from "./remote-places.ts"
import { isStoreError } from "./store-error.ts"
import { renewalMs } from "./terms.ts"

/**
 * Renews this session's leases in the store after a call, those of which less than a third is left.
 * @param lost what was said already about a lease that was lost on this machine
 * @throws LockStoreError when the store does not answer
 */
export async function keepUpRemotely(
  workspaces: readonly (string | null)[],
  call: SessionCall,
  deps: GateDeps,
  lost: HookOutput | undefined,
): Promise<HookOutput | undefined> {
  const { config, places } = deps
  const { sessionId } = call
  const memory = fileMemory(places.configDir, sessionId)
  const now = systemInstant()
  const isDue = (known: Remembered | null): known is Remembered =>
    known !== null &&
    known.token !== null &&
    known.monoExpiresAt > 0 &&
    leftOf(known, now) < renewalMs(config.remoteTtlMs) &&
    !isSilent(known, now)
  const due = remotePlaces(workspaces, call, deps)
    .map(({ key }) => memory.read(key))
    .filter(isDue)
  if (due.length === 0) return lost
  let told = lost
  try {
    await askStore(deps, async (io) => {
      for (const known of due) {
        const claim = { sessionId, token: known.token as number, ttlMs: config.remoteTtlMs }
        const result = await refresh(known.key, claim, io)
        if (result.refreshed) memory.write(remember(known, result.lock))
        else {
          memory.write(rememberLoss(known))
          told ??= tellLoss(known, result.holder, call, deps)
        }
      }
    })
  } catch (error) {
    if (!isStoreError(error)) throw error
    for (const known of due) memory.write(rememberSilence(known, known, now))
    throw error
  }
  return told
}

function tellLoss(
  { key, token }: Remembered,
  holder: { readonly session_id: string; readonly host?: string } | null,
  { sessionId, toolName }: SessionCall,
  { journal }: GateDeps,
): HookOutput | undefined {
  const who = holder ? `session ${holder.session_id}${holder.host ? ` on ${holder.host}` : ""}` : "nobody"
  journal.log({ level: "info", what: "lost lease", sessionId, toolName, workspace: key, holder: who })
  if (!journal.firstTime(sessionId, `lost-${key}-${token}`)) return undefined
  const text = `the lease on ${key} ended before ${toolName} did, and ${who} has it now`
  return { systemMessage: `router-gate: ${text}. Look at what both of them changed.` }
}
