import { dirname } from "node:path"
import { hooksIn, refuseDamaged } from "../added-hooks.ts"
import { refuseInsideAgent } from "../agent-session.ts"
import type { CommandInput } from "../command.ts"
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
import { isStaged, stagedState } from "../staging.ts"
import { removeLeftovers } from "../temporary.ts"
import { type InstallResult, resultOf } from "./install-result.ts"
import { planFor, recorded, stamped } from "./plan-install.ts"

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

function stagedAlready({ hooks, environment }: CommandInput): boolean {
  return hooks.every((hook) => isStaged(hook, environment))
}
