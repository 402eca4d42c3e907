import { existsSync } from "node:fs"
import { join } from "node:path"
import type { LocalStatus } from "../commands/status.ts"
import type { ScopeReport } from "../inspect-scope.ts"
import { type Finding, finding } from "./finding.ts"

/** Looks at what is registered: complete, once, in force, and with files behind it. */
export function checkRegistration(state: LocalStatus, all: readonly ScopeReport[]): Finding[] {
  return [
    ...(state.plugins.length === 0 && all.every((one) => one.state === "absent" || one.state === "unreadable")
      ? [finding("NOT_INSTALLED", "wrong", "the gate is registered in no settings that are read here")]
      : []),
    ...all.flatMap(ofScope),
    ...twice(all),
    ...plugin(state.config_dir, all),
    ...ofFiles(state, all),
    ...(state.inactive_because && all.some(isWhole)
      ? [finding("NOT_ACTIVE", "wrong", `no session runs the gate: ${state.inactive_because}`)]
      : []),
  ]
}

function ofScope({ state, missing_events, surplus_entries, real_path: path, scope }: ScopeReport): Finding[] {
  if (state === "gone")
    return [finding("GONE", "wrong", `the gate was installed here (scope ${scope}) and is gone`, { path })]
  if (state !== "partly" && state !== "outdated") return []
  const parts = [
    ...(missing_events.length > 0 ? [`missing or outdated: ${missing_events.join(", ")}`] : []),
    ...(surplus_entries > 0 ? [`surplus entries: ${surplus_entries}`] : []),
  ]
  if (state === "outdated") {
    const sentence = `the gate's entries are those of other settings of the gate, or of another release (${parts.join("; ")})`
    return [finding("OUTDATED", "note", sentence, { path })]
  }
  return [
    finding(
      "PARTLY_INSTALLED",
      "wrong",
      `the gate's entries are not one complete set (${parts.join("; ")})`,
      { path },
    ),
  ]
}

function isWhole({ state }: ScopeReport): boolean {
  return state === "installed" || state === "outdated"
}

/** A user's entry and that user's entry in a project are identical, and the client runs identical ones once. */
function twice(all: readonly ScopeReport[]): Finding[] {
  const installed = all.filter(isWhole)
  const forms = new Set(installed.map((one) => (one.scope === "local" ? "user" : one.scope)))
  if (forms.size < 2) return []
  const places = installed.map((one) => one.real_path).join(" and ")
  return [
    finding("RUNS_TWICE", "wrong", `the hook runs more than once per call: it is registered in ${places}`),
  ]
}

function plugin(configDir: string, all: readonly ScopeReport[]): Finding[] {
  const path = join(configDir, "skills", "router-gate", ".claude-plugin", "plugin.json")
  if (!existsSync(path) || !all.some(isWhole)) return []
  return [finding("PLUGIN_TOO", "wrong", "the gate is installed as a plugin as well", { path })]
}

function ofFiles({ hooks, version }: LocalStatus, all: readonly ScopeReport[]): Finding[] {
  if (!all.some((one) => isWhole(one) || one.state === "partly")) return []
  return hooks.flatMap(({ name, staged, launcher, installed_version, installed_from }) => {
    if (staged === "missing")
      return [finding("NOT_STAGED", "wrong", `the files of ${name} are not there`, { path: launcher })]
    if (staged === "current" || installed_from !== null) return []
    const sentence = `${name} ${installed_version ?? "of an unknown version"} is installed, this is router-gate ${version}`
    return [finding("OTHER_VERSION", "note", sentence, { path: launcher })]
  })
}
