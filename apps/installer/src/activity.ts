import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { errnoOf } from "./errno.ts"
import type { ScopeReport } from "./inspect-scope.ts"
import type { OffSwitchState } from "./off-switch.ts"
import { clock } from "./printable.ts"

/** What the machine's settings say about hooks. */
export interface ManagedRules {
  /** The file that switches all hooks off, if one does. */
  disablesAll: string | null
  /** The file that lets only the machine's own hooks run, if one does. */
  managedOnly: string | null
}

/** Reads the machine's settings; what cannot be read or parsed counts for nothing, as it does for the client. */
export function readManagedRules(managedDir: string): ManagedRules {
  const dropIns = join(managedDir, "managed-settings.d")
  const files = [
    join(managedDir, "managed-settings.json"),
    ...namesIn(dropIns).map((name) => join(dropIns, name)),
  ]
  const saying = (key: string) => files.find((file) => readObject(file)[key] === true) ?? null
  return { disablesAll: saying("disableAllHooks"), managedOnly: saying("allowManagedHooksOnly") }
}

/** Whether the client runs the hooks of a scope that are registered there. */
export function isEffective(report: ScopeReport, rules: ManagedRules): boolean {
  if (!["installed", "outdated"].includes(report.state) || rules.disablesAll) return false
  return report.scope === "managed" || !rules.managedOnly
}

/** Why no session runs the gate; null when sessions do. */
export function inactiveBecause(
  all: readonly ScopeReport[],
  effective: readonly ScopeReport[],
  rules: ManagedRules,
  env: Readonly<Record<string, string | undefined>>,
  notStaged: string | undefined,
  {
    off,
    disabledBy: settingsFile,
    byPlugin,
  }: { off: OffSwitchState | null; disabledBy: string | null; byPlugin: boolean },
): string | null {
  if (env.ROUTER_GATE === "0") return "ROUTER_GATE=0 is set in this environment"
  if (off)
    return `it is switched off ${off.until === null ? "until" : `until ${clock(off.until)}, or until`} router-gate on`
  if (settingsFile) return `"enabled" is false in ${settingsFile}`
  if (rules.disablesAll) return `"disableAllHooks" is true in ${rules.disablesAll}`
  const disabledBy = all.find((one) => one.disables_all_hooks)
  // The machine's own hooks survive what users and projects say.
  if (disabledBy && !effective.some((one) => one.scope === "managed")) {
    return `"disableAllHooks" is true in ${disabledBy.settings_path}`
  }
  if (effective.length === 0 && rules.managedOnly)
    return `"allowManagedHooksOnly" is true in ${rules.managedOnly}`
  // The plugin brings its own files.
  if (effective.length === 0 && byPlugin) return null
  if (effective.length === 0) return "it is not installed completely in any settings file that is read here"
  return notStaged ? `the files of ${notStaged} are not staged; run install again` : null
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".json"))
  } catch (error) {
    if (errnoOf(error) === "") throw error
    return []
  }
}

function readObject(path: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8").replace("\uFEFF", ""))
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {}
  } catch (error) {
    if (error instanceof SyntaxError || errnoOf(error) !== "") return {}
    throw error
  }
}
