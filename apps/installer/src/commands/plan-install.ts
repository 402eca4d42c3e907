import type { CommandInput } from "../command.ts"
import { refuseBesidePlugin } from "../gate-plugin.ts"
import { accepted, wantedIn } from "../inspect-scope.ts"
import { type Manifest, recordedOf, type SettingsRecord, sha256, withRecord } from "../manifest.ts"
import { compareOwn } from "../settings/compare-own.ts"
import { type IsOwn, ownHandlers } from "../settings/own-handlers.ts"
import { planInstall, readable } from "../settings/plan-settings.ts"
import type { SettingsFile } from "../settings-file.ts"
import { stagingOf } from "../staging.ts"

/** What an installation means for one settings file. */
export interface FilePlan {
  file: SettingsFile
  found: "complete" | "partly" | "absent"
  base: string | null
  next: string | null
  containers: Manifest["settings"][number]["containers"]
  /** Whether the entries that stand there are whole, as the last installation made them. */
  asRecorded: boolean
}

/** Plans an installation into a file, or refuses with the place in it that forbids one. */
export function planFor(
  { scope, hooks, environment }: CommandInput,
  file: SettingsFile,
  manifest: Manifest,
): FilePlan {
  const record = manifest.settings.find((one) => one.real_path === file.real)
  const isOwn = ownHandlers(hooks.map((hook) => hook.name))
  const wanted = wantedIn(scope, hooks, environment)
  const plan = planInstall(file.contents, wanted, isOwn, recordedOf(record, file.contents))
  const { found, base, next, containers } = accepted(plan, file.real)
  const read = readable(file.contents)
  if (read.ok) refuseBesidePlugin(read.document.value, scope, file.real)
  return { file, found, base, next, containers, asRecorded: isAsRecorded(file.contents, isOwn, record) }
}

function isAsRecorded(contents: string | null, isOwn: IsOwn, record: SettingsRecord | undefined): boolean {
  const read = readable(contents)
  return Boolean(
    record?.handlers && read.ok && compareOwn(read.document, record.handlers, isOwn).state === "complete",
  )
}

/** The manifest with this release's hooks and the folders that it made. */
export function stamped(
  manifest: Manifest,
  { version, hooks, environment }: CommandInput,
  folders: string[],
): Manifest {
  return {
    ...manifest,
    installer_version: version,
    hooks: hooks.map((hook) => {
      const { build, node } = stagingOf(hook, environment)
      return { name: hook.name, version: hook.version, build, node }
    }),
    created_folders: [...new Set([...folders, ...manifest.created_folders])],
  }
}

/** The manifest with this file's record. */
export function recorded(manifest: Manifest, input: CommandInput, plan: FilePlan): Manifest {
  const { file, base, next, containers } = plan
  const known = manifest.settings.find((one) => one.real_path === file.real)
  // A complete file keeps the record of the day it was made so.
  if (next === file.contents && known) return manifest
  return withRecord(manifest, file.real, {
    scope: input.scope,
    path: file.asked,
    real_path: file.real,
    installed_at: new Date().toISOString(),
    before: base,
    sha256_before: base === null ? null : sha256(base),
    sha256_after: sha256(next ?? ""),
    containers,
    handlers: wantedIn(input.scope, input.hooks, input.environment),
  })
}
