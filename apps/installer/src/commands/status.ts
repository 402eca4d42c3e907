import { inactiveBecause, isEffective, readManagedRules } from "../activity.ts"
import { addedHooks } from "../added-hooks.ts"
import type { CommandInput } from "../command.ts"
import { scoped } from "../environment.ts"
import { type ConfigReport, describeConfig, readGateConfig } from "../gate-config.ts"
import { activePlugins, type GatePlugin } from "../gate-plugin.ts"
import { inspectScopes, type ScopeReport } from "../inspect-scope.ts"
import { type Lease, readLeases, type UnreadableLock } from "../leases.ts"
import { readManifest } from "../manifest.ts"
import { type OffSwitchState, readOffSwitch } from "../off-switch.ts"
import { type RemoteLease, readRemoteLease } from "../remote-lease.ts"
import { type StagedState, stagedState, stagingOf } from "../staging.ts"

/** What is installed where, whether it is active, and who holds what. */
export interface StatusResult {
  command: "status"
  config_dir: string
  project_dir: string
  version: string
  /** Whether a session that starts in the project directory runs the hooks. */
  active: boolean
  inactive_because: string | null
  /** The switch that `router-gate off` sets; null while it is on. */
  switched_off: OffSwitchState | null
  /** Whether ROUTER_GATE=0 is set here: sessions that are started from here have no gate. */
  off_by_environment: boolean
  configuration: ConfigReport
  hooks: {
    name: string
    version: string
    installed_version: string | null
    launcher: string
    staged: StagedState
    /** For a plugin: the folder that it was installed from. */
    installed_from: string | null
  }[]
  scopes: ScopeReport[]
  /** The gate as a plugin, where it is enabled; its entries are the plugin's own. */
  plugins: GatePlugin[]
  leases: Lease[]
  unreadable_locks: UnreadableLock[]
  /** The project's workspace in the store that several hosts share; null where none is set. */
  remote: RemoteLease | null
}

/** What there is to say without asking the store. */
export type LocalStatus = Omit<StatusResult, "remote">

/** Reports facts and changes nothing. */
export async function status(input: CommandInput): Promise<StatusResult> {
  const settings = readGateConfig(input.environment)
  const remote = await readRemoteLease(settings.config, input.environment)
  return { ...localStatus(input, settings), remote }
}

/** The same of this machine alone, by the gate's settings as they were read. */
export function localStatus(input: CommandInput, settings: ReturnType<typeof readGateConfig>): LocalStatus {
  const { environment, hooks, version } = input
  const all = inspectScopes(hooks, environment)
  const rules = readManagedRules(environment.managedDir)
  const effective = all.filter((one) => isEffective(one, rules))
  // Where the hook that runs is staged: the machine's place only if nobody registered the user's.
  const place = scoped(
    environment,
    effective.some((one) => one.scope !== "managed") ? "user" : (effective[0]?.scope ?? "user"),
  )
  const manifest = readManifest(place.gateDir)
  const missing = hooks.find((hook) => stagedState(hook, place) === "missing")
  const configuration = describeConfig(settings)
  const off = readOffSwitch(environment.configDir, Date.now())
  const disabledBy =
    configuration.settings.find((one) => one.name === "enabled" && !one.value)?.origin ?? null
  const plugins = activePlugins(all)
  const switches = { off, disabledBy, byPlugin: plugins.length > 0 }
  const reason = inactiveBecause(all, effective, rules, environment.env, missing?.name, switches)
  const { leases, unreadable } = readLeases(environment.configDir)
  return {
    command: "status",
    config_dir: environment.configDir,
    project_dir: environment.projectDir,
    version,
    active: reason === null,
    inactive_because: reason,
    switched_off: off,
    off_by_environment: environment.env.ROUTER_GATE === "0",
    configuration,
    hooks: [...hooks, ...addedHooks(manifest, place.gateDir)].map((hook) => ({
      name: hook.name,
      version: hook.version,
      installed_version: manifest.hooks.find((one) => one.name === hook.name)?.version ?? null,
      launcher: stagingOf(hook, place).launcher,
      staged: stagedState(hook, place),
      installed_from: hook.added?.source ?? null,
    })),
    scopes: all.filter((one) => !input.scopeNamed || one.scope === input.scope),
    plugins,
    leases,
    unreadable_locks: unreadable,
  }
}
