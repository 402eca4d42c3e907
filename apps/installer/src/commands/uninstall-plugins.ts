import { withoutUnused } from "../added-hooks.ts"
import type { CommandInput } from "../command.ts"
import { accepted } from "../inspect-scope.ts"
import { type Manifest, recordedOf, sha256, withRecord, writeManifest } from "../manifest.ts"
import { Refusal } from "../refusal.ts"
import { removeHooks } from "../remove-gate.ts"
import { ownHandlers } from "../settings/own-handlers.ts"
import { planUninstall } from "../settings/plan-settings.ts"
import type { SettingsFile } from "../settings-file.ts"

/** Refuses names that are none of a plugin's: the gate itself goes as a whole. */
export function refuseShipped({ plugins, hooks }: CommandInput): void {
  const name = plugins.find((one) => !/^[a-z0-9-]+$/.test(one) || hooks.some((hook) => hook.name === one))
  if (name === undefined) return
  const isShipped = hooks.some((hook) => hook.name === name)
  throw new Refusal({
    code: "PLUGIN_NAME",
    cause: `${JSON.stringify(name)} is ${isShipped ? "the gate itself" : "no hook's name"}`,
    remedy: isShipped
      ? "Nothing was changed. To take the gate out, leave --plugin away."
      : "Nothing was changed. router-gate status shows the names.",
  })
}

/** A settings file without these plugins. What else is there of ours stays as it is, whole or not. */
export function planWithout(
  { plugins }: CommandInput,
  file: SettingsFile,
  manifest: Manifest,
): { next: string | null; record: Manifest["settings"][number] | null } {
  const record = manifest.settings.find((one) => one.real_path === file.real)
  const recorded = recordedOf(record, file.contents)
  const isGone = ownHandlers(plugins)
  const step = recorded && { ...recorded, untouched: false }
  const next = accepted(planUninstall(file.contents, isGone, step), file.real).base
  if (!record) return { next, record: null }
  const handlers = (record.handlers ?? []).filter(({ handler }) => !isGone(handler))
  const events = new Set(handlers.map(({ event }) => event))
  return {
    next,
    record: {
      ...record,
      handlers,
      // The containers of events that only they were for went with them.
      containers: record.containers.filter(({ path }) => path[1] === undefined || events.has(path[1])),
      sha256_after: recorded?.untouched ? sha256(next ?? "") : record.sha256_after,
    },
  }
}

/** Records it, and removes the files of plugins that no settings name any more. Says whether there were some. */
export function forgetPlugins(
  { environment }: Pick<CommandInput, "environment">,
  manifest: Manifest,
  record: Manifest["settings"][number] | null,
): boolean {
  const changed = record ? withRecord(manifest, record.real_path, record) : manifest
  const { manifest: rest, unused } = withoutUnused(changed)
  writeManifest(environment, rest)
  removeHooks(environment, unused)
  return unused.length > 0
}
