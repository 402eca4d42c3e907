import type { CommandInput } from "../command.ts"
import { problemText, readGateConfig } from "../gate-config.ts"
import { activePlugins } from "../gate-plugin.ts"
import { inspectScopes } from "../inspect-scope.ts"
import type { Scope } from "../scope.ts"
import { unknownValues } from "../settings/check-values.ts"
import { parseSettings } from "../settings/parse-settings.ts"
import type { SettingsFile } from "../settings-file.ts"

/** What the user should know beside the result: one sentence each. */
export function installNotes({ environment, hooks, scope }: CommandInput, file: SettingsFile): string[] {
  const reports = inspectScopes(hooks, environment)
  const notes: string[] = []
  if (file.link === "followed")
    notes.push(`${file.asked} is a link; the file behind it is the one that changes.`)
  if (file.link === "dangling") {
    notes.push(`${file.asked} is a link to a file that did not exist; it is created, and the link stays.`)
  }
  for (const report of reports) {
    // The client runs identical entries once; those of a user and of that user in a project are.
    const differs = formOf(report.scope) !== formOf(scope) && report.real_path !== file.real
    if (differs && ["installed", "outdated", "partly"].includes(report.state)) {
      notes.push(
        `Also registered in ${report.settings_path}, in another form: sessions there run the hook twice per call. To take that one out: router-gate uninstall --scope ${report.scope}`,
      )
    }
    if (report.disables_all_hooks) {
      notes.push(`${report.settings_path} says "disableAllHooks": true, so no hook runs, ours included.`)
    }
  }
  for (const { id, settings_path } of activePlugins(reports)) {
    notes.push(`The plugin ${id} is enabled in ${settings_path}: sessions there run the hook twice per call.`)
  }
  const { problems } = readGateConfig(environment)
  return [
    ...notes,
    ...doubts(file),
    ...problems.map((one) => `Your configuration has a part without effect: ${problemText(one)}`),
  ]
}

/** Names that only a newer client than the one we know would take. */
function doubts({ contents, real }: SettingsFile): string[] {
  const parsed = parseSettings(contents)
  if (!parsed.ok) return []
  return unknownValues(parsed.document).map(
    ({ cause, line, column }) =>
      `${real}:${line}:${column}: ${cause}. A client that does not know it runs no hook of this file: see claude doctor.`,
  )
}

function formOf(scope: Scope): string {
  return scope === "local" ? "user" : scope
}
