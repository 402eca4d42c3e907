import type { CommandInput } from "../command.ts"
import { checkNode, fireHooks, type Timing } from "../doctor/check-hook.ts"
import { checkLocks } from "../doctor/check-locks.ts"
import { checkPlugin } from "../doctor/check-plugin.ts"
import { checkRegistration } from "../doctor/check-registration.ts"
import { checkSettings } from "../doctor/check-settings.ts"
import { type Finding, finding } from "../doctor/finding.ts"
import { scoped } from "../environment.ts"
import { problemText } from "../gate-config.ts"
import { inspectScopes } from "../inspect-scope.ts"
import { status } from "./status.ts"

/** What the doctor found. */
export interface DoctorResult {
  command: "doctor"
  /** Whether nothing is wrong; notes do not count. */
  healthy: boolean
  findings: Finding[]
  timings: Timing[]
}

/** Examines everything that can keep the gate from working, and changes nothing. */
export async function doctor(input: CommandInput): Promise<DoctorResult> {
  const { environment, hooks } = input
  const all = inspectScopes(hooks, environment)
  const state = await status({ ...input, scopeNamed: false })
  const registered = all.find((one) => ["installed", "outdated", "partly"].includes(one.state))
  const place = scoped(environment, registered?.scope ?? "user")
  const isStaged = state.hooks.every((hook) => hook.staged !== "missing")
  const fired =
    registered && isStaged ? fireHooks(registered.scope, hooks, place) : { findings: [], timings: [] }
  const findings = [
    ...all.flatMap((one) => checkSettings(one.settings_path)),
    ...checkRegistration(state, all),
    ...checkPlugin(state, all),
    ...fired.findings,
    ...checkNode(hooks, place),
    ...checkLocks(environment.configDir),
    ...state.configuration.problems.map((one) => finding("CONFIG_WITHOUT_EFFECT", "note", problemText(one))),
  ]
  const healthy = !findings.some((one) => one.level === "wrong")
  return { command: "doctor", healthy, findings, timings: fired.timings }
}
