import { dirname } from "node:path"
import { hooksIn, refuseDamaged } from "../added-hooks.ts"
import { refuseInsideAgent } from "../agent-session.ts"
import type { CommandInput } from "../command.ts"
import { unifiedDiff } from "../diff.ts"
import { makeFolder } from "../folders.ts"
import { wantedIn } from "../inspect-scope.ts"
import { withInstallerLock } from "../installer-lock.ts"
import { locateSettings } from "../locate-settings.ts"
import { type Manifest, readManifest, writeManifest } from "../manifest.ts"
import { groupsElsewhere, writePatience } from "../patience.ts"
import { readPlugins } from "../plugin-package.ts"
import { Refusal } from "../refusal.ts"
import { removeGate, removeHooks } from "../remove-gate.ts"
import { settingsPath } from "../scope.ts"
import { editSettings, readSettings } from "../settings-file.ts"
import { removeOldBuilds, stageHook } from "../stage-hook.ts"
import { isStaged, stagedState, stagingOf } from "../staging.ts"
import { removeLeftovers } from "../temporary.ts"
import { installNotes } from "./install-notes.ts"
import { type FilePlan, planFor, recorded, stamped } from "./plan-install.ts"

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

/**
 * Stages the hooks under the configuration directory and registers them in one scope's settings: all events in one
 * atomic write, or none. Running it again repairs what is incomplete and updates what is old.
 */
export async function install(input: CommandInput): Promise<InstallResult> {
  const { environment, scope, terminal } = input
  const asked = settingsPath(scope, environment)
  refuseInsideAgent(input, "install the gate")
  refuseUserFileAsProject(input, asked)
  const named = readPlugins(input.plugins, terminal.cwd(), environment, input.hooks)
  const task = { ...input, hooks: hooksIn(scope, input.hooks, environment, named) }
  refuseDamaged(task.hooks, environment)
  // Planned once before anything is touched, so that a refusal leaves no trace.
  const preview = planFor(task, readSettings(asked), readManifest(environment.gateDir))
  if (input.dryRun) return resultOf(task, preview, stagedAlready(task) ? "unchanged" : "updated")

  // What serves every user must be readable for every user, whatever root's umask is.
  if (scope === "managed") process.umask(0o022)
  const folders = makeFolder(environment.gateDir, environment.folderMode)
  return await withInstallerLock(environment.gateDir, () => {
    const before = readManifest(environment.gateDir)
    // Another installer may have been here since.
    const hooks = hooksIn(scope, input.hooks, environment, named)
    const fresh = hooks.filter((hook) => stagedState(hook, environment) === "missing")
    try {
      return carryOut({ ...input, hooks }, before, folders)
    } catch (error) {
      // Refused half-way (a hook that does not run, a folder that is read-only): back to how it was.
      if (fresh.length === hooks.length) removeGate(environment, hooks, folders)
      else {
        writeManifest(environment, before)
        removeHooks(environment, fresh)
      }
      throw error
    }
  })
}

/** The order matters: files that run, then the record, then the settings that name them. */
function carryOut(input: CommandInput, before: Manifest, folders: string[]): InstallResult {
  const { environment, hooks } = input
  const asked = settingsPath(input.scope, environment)
  const staged = stagedAlready(input) ? "unchanged" : "updated"
  const { real } = locateSettings(asked)
  for (const folder of [environment.gateDir, dirname(real)]) removeLeftovers(folder)
  const kept = new Map(hooks.map((hook) => [hook, stageHook(hook, environment)]))
  folders.push(...makeFolder(dirname(real)))
  const groups = [...groupsElsewhere(before, real), ...wantedIn(input.scope, hooks, environment)]
  writePatience(hooks, environment, groups, "before")
  const manifest = stamped(before, input, folders)
  const plan = editSettings(asked, (file) => {
    const planned = planFor(input, file, before)
    const announce = () => writeManifest(environment, recorded(manifest, input, planned))
    return { ...planned, announce }
  })
  writePatience(hooks, environment, groups, "after")
  for (const [hook, builds] of kept) removeOldBuilds(hook, environment, builds)
  return resultOf(input, plan, staged)
}

/** In the home directory the project's settings file is the user's: an entry for colleagues has no place in it. */
function refuseUserFileAsProject({ scope, environment }: CommandInput, asked: string): void {
  if (
    scope !== "project" ||
    locateSettings(asked).real !== locateSettings(settingsPath("user", environment)).real
  )
    return
  throw new Refusal({
    code: "PROJECT_IS_USER",
    path: asked,
    cause: "these are your own settings, not a project's",
    remedy: "Use --scope user, or run this in the project.",
  })
}

function resultOf(
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

function stagedAlready({ hooks, environment }: CommandInput): boolean {
  return hooks.every((hook) => isStaged(hook, environment))
}
