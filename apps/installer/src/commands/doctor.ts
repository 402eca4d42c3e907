import { systemInstant } from "@router-gate/lock-core"
import { hooksIn } from "../added-hooks.ts"
import type { CommandInput } from "../command.ts"
import { checkClient } from "../doctor/check-client.ts"
import { type ClockFacts, checkClock } from "../doctor/check-clock.ts"
import { fireHooks, type Timing } from "../doctor/check-hook.ts"
import { checkLocks, type LockFacts } from "../doctor/check-locks.ts"
import { checkNode, type NodeFacts } from "../doctor/check-node.ts"
import { checkPlugin } from "../doctor/check-plugin.ts"
import { checkRegistration } from "../doctor/check-registration.ts"
import { checkSettings } from "../doctor/check-settings.ts"
import { checkStore, type StoreFacts } from "../doctor/check-store.ts"
import { type ClientFacts, findClient } from "../doctor/find-client.ts"
import { type Finding, finding } from "../doctor/finding.ts"
import { scoped } from "../environment.ts"
import { problemText, readGateConfig } from "../gate-config.ts"
import { inspectScopes } from "../inspect-scope.ts"
import { readLeases } from "../leases.ts"
import { stagedState } from "../staging.ts"
import { localStatus } from "./status.ts"

/** What the doctor found. */
export interface DoctorResult {
  command: "doctor"
  /** Whether nothing is wrong; notes do not count. */
  healthy: boolean
  findings: Finding[]
  timings: Timing[]
  /** What was looked at, whether or not something is wrong with it. */
  facts: {
    client: ClientFacts | null
    /** The Node of the installed hooks, looked up as from no shell of the user's. */
    node: NodeFacts | null
    clock: ClockFacts
    locks: LockFacts
    /** Null where the settings name none. */
    store: StoreFacts | null
  }
}

/** Examines everything that can keep the gate from working, and changes nothing. */
export async function doctor(input: CommandInput): Promise<DoctorResult> {
  const { environment, hooks } = input
  const all = inspectScopes(hooks, environment)
  const settings = readGateConfig(environment)
  const state = localStatus({ ...input, scopeNamed: false }, settings)
  const registered = all.filter((one) => ["installed", "outdated", "partly"].includes(one.state))
  const scope = registered[0]?.scope ?? "user"
  const place = scoped(environment, scope)
  const here = registered[0] ? hooksIn(scope, hooks, environment) : hooks
  const staged = here.filter((hook) => stagedState(hook, place) !== "missing")
  const fired = registered[0] ? fireHooks(scope, staged, place) : { findings: [], timings: [] }
  const leases = readLeases(environment.configDir)
  const client = findClient(environment)
  const { node, ...nodes } = checkNode(here, place)
  const { clock, ...clocks } = checkClock(systemInstant(), leases.leases)
  const { locks, ...places } = checkLocks(environment, leases)
  const { store, ...shared } = await checkStore(settings.config, environment)
  const scopes = registered.map((one) => one.scope)
  const findings = [
    ...all.flatMap((one) => checkSettings(one.settings_path)),
    ...checkRegistration(state, all),
    ...checkPlugin(state, all),
    ...checkClient(client, scopes, environment.platform),
    ...fired.findings,
    ...nodes.findings,
    ...clocks.findings,
    ...places.findings,
    ...shared.findings,
    ...state.configuration.problems.map((one) => finding("CONFIG_WITHOUT_EFFECT", "note", problemText(one))),
  ]
  const healthy = !findings.some((one) => one.level === "wrong")
  const facts = { client, node, clock, locks, store }
  return { command: "doctor", healthy, findings, timings: fired.timings, facts }
}
