import type { ScopeReport } from "./inspect-scope.ts"
import { Refusal } from "./refusal.ts"
import type { Scope } from "./scope.ts"

/** The gate as a plugin of the client, enabled for the sessions that start in the project. */
export interface GatePlugin {
  /** `router-gate@<marketplace>`. */
  id: string
  scope: Scope
  /** The file that enables it. */
  settings_path: string
}

/** What a settings file says about the plugin, whichever marketplace it is from. */
export function pluginChoices(settings: unknown): Record<string, boolean> {
  const { enabledPlugins } = (settings ?? {}) as { enabledPlugins?: unknown }
  if (typeof enabledPlugins !== "object" || enabledPlugins === null) return {}
  const choices = Object.entries(enabledPlugins).filter(([id]) => id.startsWith("router-gate@"))
  return Object.fromEntries(choices.map(([id, value]) => [id, value === true]))
}

/** The plugins that are enabled after all: the nearer a file is to the session, the more it has to say. */
export function activePlugins(reports: readonly ScopeReport[]): GatePlugin[] {
  const last = new Map<string, { enabled: boolean; plugin: GatePlugin }>()
  for (const { scope, settings_path, plugins } of reports)
    for (const [id, enabled] of Object.entries(plugins))
      last.set(id, { enabled, plugin: { id, scope, settings_path } })
  return [...last.values()].filter(({ enabled }) => enabled).map(({ plugin }) => plugin)
}

/** The plugin runs the same hook; entries of ours beside it would run it twice for every call. */
export function refuseBesidePlugin(settings: unknown, scope: Scope, path: string): void {
  const id = Object.entries(pluginChoices(settings)).find(([, enabled]) => enabled)?.[0]
  if (id === undefined) return
  throw new Refusal({
    code: "PLUGIN_ENABLED",
    path,
    cause: `the plugin ${id} is enabled here and runs the same hook, so every call would run it twice`,
    remedy: `Nothing was changed. Keep the plugin, or take it out first: claude plugin uninstall ${id} --scope ${scope}`,
  })
}
