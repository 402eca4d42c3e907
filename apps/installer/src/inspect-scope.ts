import { hooksIn } from "./added-hooks.ts"
import { type Environment, scoped } from "./environment.ts"
import { configForScope } from "./gate-config.ts"
import { pluginChoices } from "./gate-plugin.ts"
import { wantedGroups } from "./hook-entry.ts"
import type { InstallableHook } from "./hooks.ts"
import { readManifest } from "./manifest.ts"
import { Refusal, type RefusalFacts } from "./refusal.ts"
import { SCOPES, type Scope, settingsPath } from "./scope.ts"
import { compareOwn } from "./settings/compare-own.ts"
import { ownHandlers, type WantedGroup } from "./settings/own-handlers.ts"
import type { Problem, SettingsDocument } from "./settings/parse-settings.ts"
import { type Planned, readable } from "./settings/plan-settings.ts"
import { readSettings } from "./settings-file.ts"
import { stagingOf } from "./staging.ts"

/** What one scope's settings file says about us. */
export interface ScopeReport {
  scope: Scope
  settings_path: string
  real_path: string
  /**
   * `outdated`: whole and at work, as an installation made it, but made for other settings of the gate or by another
   * release. `gone`: our manifest says that it is installed, the file says that it is not.
   */
  state: "installed" | "outdated" | "partly" | "absent" | "gone" | "unreadable"
  /** Events whose entry is missing or not in its present form. */
  missing_events: string[]
  /** Entries of ours that should not be there: duplicates, older forms. */
  surplus_entries: number
  disables_all_hooks: boolean
  /** The gate as a plugin: which ones this file enables, and which it disables. */
  plugins: Record<string, boolean>
  problem: RefusalFacts | null
}

/** The groups of all hooks that belong into a scope's settings. */
export function wantedIn(
  scope: Scope,
  hooks: readonly InstallableHook[],
  environment: Environment,
): WantedGroup[] {
  const place = scoped(environment, scope)
  const config = configForScope(scope, environment)
  return hooks.flatMap((hook) =>
    wantedGroups(hook, stagingOf(hook, place), scope, environment.platform, config),
  )
}

/** Reads one scope's settings and compares them with what belongs there; changes nothing and never throws a refusal. */
function inspectScope(
  scope: Scope,
  hooks: readonly InstallableHook[],
  environment: Environment,
): ScopeReport {
  const path = settingsPath(scope, environment)
  const report = { scope, settings_path: path, real_path: path, missing_events: [], surplus_entries: 0 }
  const unreadable = (problem: RefusalFacts): ScopeReport => ({
    ...report,
    state: "unreadable",
    disables_all_hooks: false,
    plugins: {},
    problem,
  })
  try {
    const { contents, real } = readSettings(path)
    const read = readable(contents)
    if (!read.ok) return unreadable({ ...problemFacts(read.problem, real) })
    const expected = hooksIn(scope, hooks, environment)
    const isOwn = ownHandlers(expected.map((hook) => hook.name))
    const wanted = wantedIn(scope, expected, environment)
    const { state, missing, surplus } = compareOwn(read.document, wanted, isOwn)
    const manifest = readManifest(scoped(environment, scope).gateDir)
    const recorded = manifest.settings.find((one) => one.real_path === real && one.scope === scope)
    const isAsRecorded =
      recorded?.handlers && compareOwn(read.document, recorded.handlers, isOwn).state === "complete"
    const found = state === "partly" && isAsRecorded ? "outdated" : state
    return {
      ...report,
      real_path: real,
      state: found === "complete" ? "installed" : found === "absent" && recorded ? "gone" : found,
      missing_events: missing,
      surplus_entries: surplus.length,
      disables_all_hooks: disablesAllHooks(read.document),
      plugins: pluginChoices(read.document.value),
      problem: null,
    }
  } catch (error) {
    if (error instanceof Refusal) return unreadable(error.facts)
    throw error
  }
}

/** Reads every scope once. In the home directory the project's settings are the user's, and not listed twice. */
export function inspectScopes(hooks: readonly InstallableHook[], environment: Environment): ScopeReport[] {
  const reports = SCOPES.map((scope) => inspectScope(scope, hooks, environment))
  return reports.filter(
    (one, index) => reports.findIndex((other) => other.real_path === one.real_path) === index,
  )
}

/** The document of a settings file that may be edited; refuses with its place otherwise. */
export function accepted<P>(planned: Planned<P>, path: string): P {
  if (planned.ok) return planned
  throw new Refusal(problemFacts(planned.problem, path))
}

function problemFacts({ code, cause, line, column }: Problem, path: string): RefusalFacts {
  const remedy =
    "Nothing was changed. Put this right (the client itself ignores such a file), then run the command again."
  return { code, path, line, column, cause, remedy }
}

function disablesAllHooks({ value }: SettingsDocument): boolean {
  return (value as { disableAllHooks?: unknown } | undefined)?.disableAllHooks === true
}
