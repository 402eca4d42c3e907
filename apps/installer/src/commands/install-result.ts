import type { CommandInput } from "../command.ts"
import { unifiedDiff } from "../diff.ts"
import { wantedIn } from "../inspect-scope.ts"
import { stagingOf } from "../staging.ts"
import { installNotes } from "./install-notes.ts"
import type { FilePlan } from "./plan-install.ts"

/** What `install` did, or with `--dry-run` would do. */
export interface InstallResult {
  command: "install"
  outcome: "installed" | "repaired" | "updated" | "unchanged"
  /** The staged executables: whether they are, or with `--dry-run` would be, other ones than before. */
  files: "updated" | "unchanged"
  dry_run: boolean
  scope: string
  settings_path: string
  /** The file that is really edited: another one if the settings are a symbolic link. */
  real_path: string
  settings: "created" | "changed" | "unchanged"
  events: string[]
  hooks: { name: string; version: string; launcher: string }[]
  diff: string | null
  notes: string[]
}

/** Says what an installation made of one settings file. */
export function resultOf(
  input: CommandInput,
  { file, found, next, asRecorded }: FilePlan,
  staged: "unchanged" | "updated",
): InstallResult {
  const { scope, hooks, environment, dryRun } = input
  const changed = next !== file.contents
  return {
    command: "install",
    outcome: outcomeOf(changed, found, staged, asRecorded),
    files: staged,
    dry_run: dryRun,
    scope,
    settings_path: file.asked,
    real_path: file.real,
    settings: !changed ? "unchanged" : file.contents === null ? "created" : "changed",
    events: [...new Set(wantedIn(scope, hooks, environment).map((one) => one.event))],
    hooks: hooks.map((hook) => ({
      name: hook.name,
      version: hook.version,
      launcher: stagingOf(hook, environment).launcher,
    })),
    diff: dryRun ? unifiedDiff(file.real, file.contents, next) : null,
    notes: installNotes(input, file),
  }
}

function outcomeOf(
  changed: boolean,
  found: FilePlan["found"],
  staged: "unchanged" | "updated",
  asRecorded: boolean,
): InstallResult["outcome"] {
  if (!changed) return staged
  if (found === "absent") return "installed"
  // Entries of another release, or of settings of the gate that were others then, are not broken ones.
  return staged === "updated" || asRecorded ? "updated" : "repaired"
}
