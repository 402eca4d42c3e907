import type { GateConfig, InstallableHook } from "./hooks.ts"
import { shellQuote } from "./launcher.ts"
import type { Scope } from "./scope.ts"
import { type Handler, sharedCommand, type WantedGroup } from "./settings/own-handlers.ts"

/** Where a hook's files are staged, as the settings entry needs it. */
export interface StagedPlace {
  launcher: string
  bundle: string
  /** The Node to name where no launcher can run (Windows). */
  node: string
}

/** The groups that a hook needs in a settings file under the gate's settings, one per event. */
export function wantedGroups(
  hook: InstallableHook,
  place: StagedPlace,
  scope: Scope,
  platform: string,
  config: GateConfig,
): WantedGroup[] {
  return hook.registrations(config).map(({ event, matcher, timeoutSeconds }) => ({
    event,
    ...(matcher === undefined ? {} : { matcher }),
    handler: hookEntry(hook.name, place, scope, platform, timeoutSeconds, hotEvent(hook, event)),
  }))
}

/** The event's name, if the launcher can answer it by itself: it is told, because its environment does not say. */
function hotEvent({ hotPath }: InstallableHook, event: string): string | undefined {
  return hotPath?.events.includes(event) ? event : undefined
}

/**
 * One settings entry.
 *
 * `args` make newer clients start the launcher without a shell, while older ones, which ignore them, hand the plain
 * path to one: both work as long as the path needs no quoting. Otherwise the quoted shell form serves both.
 */
export function hookEntry(
  hookName: string,
  { launcher, bundle, node }: StagedPlace,
  scope: Scope,
  platform: string,
  timeout: number,
  event?: string,
): Handler {
  const type = "command"
  const args = event === undefined ? [] : [event]
  if (scope === "project") return { type, command: sharedCommand(hookName, event), timeout }
  if (platform === "win32") return { type, command: node, args: [bundle], timeout }
  if (/^[A-Za-z0-9_./+-]+$/.test(launcher)) return { type, command: launcher, args, timeout }
  return { type, command: [shellQuote(launcher), ...args].join(" "), timeout }
}
