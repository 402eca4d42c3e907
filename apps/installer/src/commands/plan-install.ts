import { isDeepStrictEqual } from "node:util"
import type { CommandInput } from "../command.ts"
import type { Environment } from "../environment.ts"
import { refuseBesidePlugin } from "../gate-plugin.ts"
import { DEFAULT_CONFIG, type InstallableHook } from "../hooks.ts"
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
    hooks: [
      ...hooks.map((hook) => hookRecord(hook, environment)),
      // Plugins that other settings files register.
      ...manifest.hooks.filter(({ name, added }) => added && !hooks.some((hook) => hook.name === name)),
    ],
    created_folders: [...new Set([...folders, ...manifest.created_folders])],
  }
}

function hookRecord(hook: InstallableHook, environment: Environment): Manifest["hooks"][number] {
  const { name, version, description, files } = hook
  const { build, node } = stagingOf(hook, environment)
  if (!hook.added) return { name, version, build, node }
  const { source } = hook.added
  // A plugin has no settings that the gate's configuration could change.
  const registrations = hook.registrations(DEFAULT_CONFIG)
  return {
    name,
    version,
    build,
    node,
    added: { source, description, files: files.map((file) => file.name), registrations },
  }
}

/** The manifest with this file's record. */
export function recorded(manifest: Manifest, input: CommandInput, plan: FilePlan): Manifest {
  const { file, base, next, containers } = plan
  const known = manifest.settings.find((one) => one.real_path === file.real)
  // A complete file keeps the record of the day it was made so.
  const handlers = wantedIn(input.scope, input.hooks, input.environment)
  if (next === file.contents && known && isDeepStrictEqual(known.handlers, handlers)) return manifest
  // Somebody has put back what an earlier installation had made.
  if (next === file.contents && known) return withRecord(manifest, file.real, { ...known, handlers })
  return withRecord(manifest, file.real, {
    scope: input.scope,
    path: file.asked,
    real_path: file.real,
    installed_at: new Date().toISOString(),
    before: base,
    sha256_before: base === null ? null : sha256(base),
    sha256_after: sha256(next ?? ""),
    containers,
    handlers,
  })
}
