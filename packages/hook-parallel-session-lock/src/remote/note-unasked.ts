import { join } from "node:path"
import { systemInstant } from "@router-gate/lock-core"
import type { GateDeps, SessionCall } from "../gate-deps.ts"
import { gitDirOf } from "../git-dir.ts"
import type { LocalNote } from "../lease-note.ts"
import { fileMemory } from "./memory.ts"
import { leftOf } from "./remembered.ts"
import { remotePlaces } from "./remote-places.ts"
import { remoteTerms, USUAL_COMMAND } from "./terms.ts"

/** Until when no call that the launcher answers needs the store to be asked: before both, on the branch that is noted. */
interface Unasked {
  /** By the monotonic clock, ms. */
  readonly monoUntil: number
  /** By the wall clock, ms since the epoch. */
  readonly wallUntil: number
  /** The file that says which branch it is, and what it says. */
  readonly headPath: string
  readonly head: string
}

/**
 * Notes a lease that a store has to hear of as well. The first line of the note ends with `monoUntil` and `wallUntil`,
 * which is also the file's time, for a shell; two more lines are the branch, because another one has another lease there.
 */
export function noteUnasked(
  { terms, place, before, workspace }: LocalNote,
  call: SessionCall,
  deps: GateDeps,
): void {
  const { note } = deps
  const unasked = unaskedUntil(workspace, call, deps)
  if (!unasked) {
    note?.remove() // it is of a time when more was known, or no store was set
    return
  }
  const text = `${terms} ${unasked.monoUntil} ${unasked.wallUntil}${place}${unasked.headPath}\n${unasked.head}`
  if (text === before) return
  note?.write(text, unasked.wallUntil)
  // A call that ran at once and was denied has forgotten what it was granted, and then removed the note: maybe too early.
  if (!unaskedUntil(workspace, call, deps)) note?.remove()
}

/** Null: the next command of the usual length has to ask, or a shell could not tell when that is so. */
function unaskedUntil(workspace: string, call: SessionCall, deps: GateDeps): Unasked | null {
  const { config, env, places } = deps
  const gitDir = gitDirOf(workspace, () => true, deps.readText)
  const headPath = gitDir && join(gitDir, "HEAD")
  const head = headPath && deps.readText(headPath)
  if (!head || /[\n\\]/.test(headPath) || !/^[!-[\]-~][ -[\]-~]*\n$/.test(head)) return null
  // Read once, so that the workspace goes by the very branch that is noted.
  const readText = (path: string): string | null => (path === headPath ? head : deps.readText(path))
  const [named] = remotePlaces([workspace], call, { ...deps, readText })
  const now = systemInstant()
  const { enoughMs, askMs } = remoteTerms(USUAL_COMMAND, config.remoteTtlMs, env)
  if (!named) {
    // Other hosts have no name for it, which is looked up again as often as a lease would be renewed.
    const unnamedMs = askMs - enoughMs
    const monoUntil = Math.floor((now.monoMs ?? 0) + unnamedMs)
    return { monoUntil, wallUntil: now.wallMs + unnamedMs, headPath, head }
  }
  const known = fileMemory(places.configDir, call.sessionId).read(named.key)
  if (!known || leftOf(known, now) < enoughMs) return null
  const monoUntil = Math.floor(known.monoExpiresAt - enoughMs)
  return { monoUntil, wallUntil: known.wallExpiresAt - enoughMs, headPath, head }
}
