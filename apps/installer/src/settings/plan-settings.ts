import { clientProblems } from "./check-client.ts"
import { duplicateKeys } from "./check-duplicates.ts"
import { type Comparison, compareOwn } from "./compare-own.ts"
import { type Container, insertGroups } from "./insert-groups.ts"
import type { IsOwn, WantedGroup } from "./own-handlers.ts"
import { type Problem, parseSettings, type SettingsDocument } from "./parse-settings.ts"
import { isIntendedMerge, isIntendedRemoval } from "./prove-edit.ts"
import { removeHandlers } from "./remove-handlers.ts"

/** What an earlier installation recorded about a settings file. */
export interface Recorded {
  /** The contents before we came. Null: there was no file. */
  before: string | null
  /** Whether the file is still byte for byte as we left it. */
  untouched: boolean
  containers: readonly Container[]
}

/** A settings file without us and with us. Null stands for no file. */
export interface SettingsPlan {
  found: Comparison["state"]
  base: string | null
  next: string | null
  containers: Container[]
}

export type Planned<P> = ({ ok: true } & P) | { ok: false; problem: Problem }

/**
 * Plans an installation: takes out what is there of ours, whatever its state, and puts in exactly one set. So a first
 * installation, a repair and an upgrade are the same step, and a complete file is left alone.
 */
export function planInstall(
  contents: string | null,
  wanted: readonly WantedGroup[],
  isOwn: IsOwn,
  recorded?: Recorded,
): Planned<SettingsPlan> {
  const current = readable(contents)
  if (!current.ok) return current
  const found = compareOwn(current.document, wanted, isOwn).state
  const removal = planUninstall(contents, isOwn, recorded)
  if (!removal.ok) return removal
  const { base } = removal
  const without = readable(base)
  if (!without.ok) return without
  const inserted = insertGroups(without.document, wanted)
  const next = without.document.bom + inserted.text
  const proof = readable(next)
  if (!proof.ok) return proof
  if (!isIntendedMerge(without.document.value, proof.document.value, wanted)) return unproven("insertion")
  return {
    ok: true,
    found,
    base,
    next: found === "complete" ? contents : next,
    containers: inserted.containers,
  }
}

/**
 * Plans the way back: the recorded contents if the file is as we left it, else the text without our handlers. Values
 * that the client rejects are no reason to refuse: they are as they were before, and who wants us gone is to get that.
 */
export function planUninstall(
  contents: string | null,
  isOwn: IsOwn,
  recorded?: Recorded,
): Planned<{ base: string | null }> {
  if (recorded?.untouched) return { ok: true, base: recorded.before }
  const current = editable(contents)
  if (!current.ok) return current
  if (contents === null) return { ok: true, base: null }
  const rest = removeHandlers(current.document, isOwn, recorded?.containers)
  // The whole file was ours: back to no file, or to the blank one that was there.
  const base = rest === null ? (recorded?.before ?? null) : current.document.bom + rest
  const proof = editable(base)
  if (!proof.ok) return proof
  if (!isIntendedRemoval(current.document.value, proof.document.value, isOwn)) return unproven("removal")
  return { ok: true, base }
}

/** Reads settings of which the client would take every value. */
export function readable(contents: string | null): Planned<{ document: SettingsDocument }> {
  return readUnless(clientProblems, contents)
}

/**
 * Reads settings that can be edited for certain, whether or not the client would take them: what takes something out of
 * a file that the client rejects makes nothing worse.
 */
function editable(contents: string | null): Planned<{ document: SettingsDocument }> {
  return readUnless(duplicateKeys, contents)
}

function readUnless(
  problemsOf: (document: SettingsDocument) => Problem[],
  contents: string | null,
): Planned<{ document: SettingsDocument }> {
  const parsed = parseSettings(contents)
  if (!parsed.ok) return parsed
  const problem = problemsOf(parsed.document)[0]
  return problem ? { ok: false, problem } : parsed
}

function unproven(step: string): { ok: false; problem: Problem } {
  const cause = `the ${step} that was planned does not say what it should, so nothing was written (please report this)`
  return { ok: false, problem: { code: "SETTINGS_PROOF", cause, line: 1, column: 1 } }
}
