import { existsSync } from "node:fs"
import { dirname } from "node:path"
import { refuseInsideAgent } from "../agent-session.ts"
import type { CommandInput } from "../command.ts"
import { unifiedDiff } from "../diff.ts"
import { accepted } from "../inspect-scope.ts"
import { withInstallerLock } from "../installer-lock.ts"
import { type Manifest, readManifest, recordedOf, type SettingsRecord, withRecord } from "../manifest.ts"
import { groupsElsewhere, writePatience } from "../patience.ts"
import { removeGate } from "../remove-gate.ts"
import { settingsPath } from "../scope.ts"
import { ownHandlers } from "../settings/own-handlers.ts"
import { planUninstall } from "../settings/plan-settings.ts"
import { editSettings, readSettings, type SettingsFile } from "../settings-file.ts"
import { removeLeftovers } from "../temporary.ts"
import { forgetPlugins, planWithout, refuseShipped } from "./uninstall-plugins.ts"

/** What `uninstall` did, or with `--dry-run` would do. */
export interface UninstallResult {
  command: "uninstall"
  outcome: "uninstalled" | "unchanged"
  dry_run: boolean
  scope: string
  settings_path: string
  real_path: string
  settings: "restored" | "edited" | "deleted" | "unchanged"
  /** The plugins that alone were to go; none: everything goes. */
  plugins: readonly string[]
  /** Whether the staged hooks and our manifest went too, which they do with the last scope. */
  staged_files: "removed" | "kept" | "absent"
  diff: string | null
  notes: string[]
}

/**
 * Takes the hooks out of one scope's settings: byte for byte as they were if nobody changed the file since, else
 * exactly our handlers.
 *
 * Sessions that are running are not harmed. They drop the hook at their next look at the settings; until then, and if
 * they never look, a command that is gone lets the call go on (the client treats exit 127 and ENOENT as "no objection").
 */
export async function uninstall(input: CommandInput): Promise<UninstallResult> {
  refuseInsideAgent(input, "uninstall the gate")
  refuseShipped(input)
  const { gateDir } = input.environment
  const asked = settingsPath(input.scope, input.environment)
  const preview = planFor(input, readSettings(asked), readManifest(gateDir))
  if (input.dryRun || !existsSync(gateDir)) {
    if (!input.dryRun) editSettings(asked, (file) => planFor(input, file, readManifest(gateDir)))
    return resultOf(input, preview, existsSync(gateDir) ? "kept" : "absent")
  }
  return withInstallerLock(gateDir, () => {
    const manifest = readManifest(gateDir)
    for (const folder of [gateDir, dirname(preview.file.real)]) removeLeftovers(folder)
    const plan = editSettings(asked, (file) => planFor(input, file, manifest))
    return resultOf(input, plan, forget(input, manifest, plan))
  })
}

interface FilePlan {
  file: SettingsFile
  next: string | null
  restored: boolean
  /** What the manifest has to say about the file from now on. */
  record: SettingsRecord | null
}

function planFor(input: CommandInput, file: SettingsFile, manifest: Manifest): FilePlan {
  if (input.plugins.length > 0) return { file, ...planWithout(input, file, manifest), restored: false }
  const record = manifest.settings.find((one) => one.real_path === file.real)
  const recorded = recordedOf(record, file.contents)
  const isOwn = ownHandlers([...input.hooks, ...manifest.hooks].map((hook) => hook.name))
  const { base } = accepted(planUninstall(file.contents, isOwn, recorded), file.real)
  return { file, next: base, restored: recorded?.untouched ?? false, record: null }
}

/** Drops the record of a file, and with the last one everything that we staged. */
function forget(
  { environment, hooks, plugins }: CommandInput,
  manifest: Manifest,
  { file: { real: realPath }, record }: FilePlan,
): "removed" | "kept" {
  if (plugins.length > 0) return forgetPlugins({ environment }, manifest, record) ? "removed" : "kept"
  const rest = withRecord(manifest, realPath, null)
  // A settings file that is gone needs no uninstall of its own.
  const left = rest.settings.filter((one) => existsSync(one.real_path))
  if (left.length > 0) {
    forgetPlugins({ environment }, { ...rest, settings: left }, null)
    writePatience(hooks, environment, groupsElsewhere(rest, realPath), "after")
    return "kept"
  }
  removeGate(environment, [...hooks, ...manifest.hooks], manifest.created_folders)
  return "removed"
}

function resultOf(
  { scope, dryRun, plugins }: CommandInput,
  { file, next, restored }: FilePlan,
  stagedFiles: UninstallResult["staged_files"],
): UninstallResult {
  const changed = next !== file.contents
  return {
    command: "uninstall",
    outcome: changed || stagedFiles === "removed" ? "uninstalled" : "unchanged",
    dry_run: dryRun,
    scope,
    settings_path: file.asked,
    real_path: file.real,
    settings: !changed ? "unchanged" : next === null ? "deleted" : restored ? "restored" : "edited",
    plugins,
    staged_files: stagedFiles,
    diff: dryRun ? unifiedDiff(file.real, file.contents, next) : null,
    notes: [],
  }
}
