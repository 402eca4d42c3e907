import { hostname } from "node:os"
import { acquire, type LockIo, release, systemInstant } from "@router-gate/lock-core"
import type { GateDeps, SessionCall } from "../gate-deps.ts"
import type { InTheWay } from "../take.ts"
import { askStore } from "./ask-store.ts"
import { giveBackInherited } from "./inherit.ts"
import { fileMemory, type Memory } from "./memory.ts"
import { isSilent, leftOf, remember, rememberSilence } from "./remembered.ts"
import { type RemotePlace, remotePlaces } from "./remote-places.ts"
import { isStoreError } from "./store-error.ts"
import { remoteTerms } from "./terms.ts"

/**
 * Takes the leases of workspaces that this session has on its own machine in the store as well, all or none. The store is
 * asked only for what is not remembered to last.
 * @throws LockStoreError when the store does not answer and the settings let the call pass
 */
export async function takeRemotely(
  workspaces: readonly string[],
  call: SessionCall,
  deps: GateDeps,
): Promise<InTheWay> {
  const { config, env, places } = deps
  if (call.sessionId === "") return null // nobody: the store would take every such session for one
  const memory = fileMemory(places.configDir, call.sessionId)
  const terms = remoteTerms(call, config.remoteTtlMs, env)
  const now = systemInstant()
  const mayPass = config.remoteUnavailable === "allow"
  const isMissing = ({ key }: RemotePlace): boolean => {
    const known = memory.read(key)
    return leftOf(known, now) < terms.enoughMs && !(mayPass && isSilent(known, now))
  }
  const missing = remotePlaces(workspaces, call, deps).filter(isMissing)
  const [first] = missing
  if (!first) return null
  let isTaken = false
  try {
    const means = { ttlMs: terms.askMs, memory, configDir: places.configDir }
    const inTheWay = await askStore(deps, (io) => takeAll(missing, call, { ...means, io }))
    isTaken = inTheWay === null
    return inTheWay
  } catch (error) {
    if (!isStoreError(error)) throw error
    const uncovered = missing.find(({ key }) => leftOf(memory.read(key), now) <= terms.needMs)
    for (const each of missing) memory.write(rememberSilence(each, memory.read(each.key), now))
    if (mayPass || !uncovered) throw error
    return { ...uncovered, unanswered: `${error.code}: ${error.message}` }
  } finally {
    // It is of a time when no store was set, or a call that ran at once has noted what was given back since.
    if (!isTaken) deps.note?.remove()
  }
}

interface Means {
  readonly ttlMs: number
  readonly io: LockIo
  readonly memory: Memory
  readonly configDir: string
}

async function takeAll(
  missing: readonly RemotePlace[],
  { sessionId, toolName }: SessionCall,
  { ttlMs, io, memory, configDir }: Means,
): Promise<InTheWay> {
  const granted: { key: string; token: number | undefined }[] = []
  // No process in the claim: machines started from one snapshot would take each other's for their own.
  const claim = { sessionId, ttlMs, details: { host: hostname(), tool: toolName } }
  for (const place of missing) {
    const { key } = place
    let result = await acquire(key, claim, io)
    if (!result.acquired && (await giveBackInherited(place, result.holder, configDir, io)))
      result = await acquire(key, claim, io)
    if (!result.acquired) {
      for (const each of granted) {
        await release(each.key, { sessionId, token: each.token }, io)
        memory.forget(each.key)
      }
      return { ...result, ...place }
    }
    memory.write(remember(place, result.lock))
    if (!result.renewed) granted.push({ key, token: result.lock.token })
  }
  return null
}
