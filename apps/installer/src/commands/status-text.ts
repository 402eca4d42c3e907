import { problemText } from "../gate-config.ts"
import type { Ink } from "../ink.ts"
import type { ScopeReport } from "../inspect-scope.ts"
import type { Lease } from "../leases.ts"
import { clock, printable } from "../printable.ts"
import { refusalText } from "../refusal.ts"
import type { RemoteLease } from "../remote-lease.ts"
import type { StatusResult } from "./status.ts"
import { untilText } from "./switch.ts"

/** Prints the facts of `status`. */
export function statusText(result: StatusResult, ink: Ink): string {
  return paragraphs([activeLine(result, ink), setupLines(result, ink), leaseLines(result, ink)])
}

/** The same facts for whoever watches them: what changes comes first, where a small screen still shows it. */
export function watchedText(result: StatusResult, ink: Ink): string {
  return paragraphs([activeLine(result, ink), leaseLines(result, ink), setupLines(result, ink)])
}

function paragraphs(parts: readonly string[][]): string {
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`
}

function activeLine({ active, inactive_because, project_dir }: StatusResult, ink: Ink): string[] {
  return [
    active
      ? `${ink.green("Active")} for sessions that start in ${project_dir}`
      : `${ink.red("Not active")}: ${inactive_because}`,
  ]
}

function setupLines(result: StatusResult, ink: Ink): string[] {
  return [
    ink.bold("Hooks"),
    ...result.hooks.map(hookLine),
    "",
    ink.bold("Settings"),
    ...result.scopes.map((scope) => scopeLine(scope, ink)),
    ...pluginLines(result, ink),
    ...configurationLines(result, ink),
  ]
}

function hookLine({
  name,
  installed_version,
  launcher,
  staged,
  installed_from,
}: StatusResult["hooks"][number]) {
  const origin = installed_from === null ? "" : `  (plugin, from ${printable(installed_from)})`
  if (staged === "missing") return `  ${name}  not staged${origin}`
  // A plugin's version is its own.
  const other =
    staged === "other" && installed_from === null ? "  (another version than this installer's)" : ""
  return `  ${name} ${installed_version ?? "(version unknown)"}  ${launcher}${other}${origin}`
}

function leaseLines({ leases, unreadable_locks, remote }: StatusResult, ink: Ink): string[] {
  return [
    ink.bold("Leases"),
    ...(leases.length === 0 ? ["  none"] : leases.map((lease) => leaseLine(lease, ink))),
    ...unreadable_locks.map((one) => ink.red(printable(`  ${one.key}: ${one.problem}`))),
    ...(remote ? ["", ...remoteLines(remote, ink)] : []),
  ]
}

function remoteLines(remote: RemoteLease, ink: Ink): string[] {
  const { store, key, session_id, host, tool, binds_until, problem } = remote
  const where = host ? ` on host ${printable(host, 60)}` : ""
  const last = tool ? `, last tool ${printable(tool, 60)}` : ""
  const words = {
    free: "nobody holds it",
    held: `session ${printable(session_id ?? "", 80)}${where}, until ${clock(binds_until ?? 0)} at the latest${last}`,
    unnamed: ink.yellow("it has no name there: that takes a branch and a git remote, or workspaceId"),
    unreachable: ink.yellow(printable(`not known, for the store does not answer: ${problem}`, 300)),
  }
  return [
    ink.bold(`Leases of all hosts, in ${store}`),
    `  ${printable(key ?? "this workspace", 200)}  ${words[remote.state]}`,
  ]
}

function scopeLine(report: ScopeReport, ink: Ink): string {
  const words = {
    installed: ink.green("installed"),
    partly: ink.yellow(`partly installed: ${trouble(report)}`),
    outdated: ink.yellow(
      `installed for other settings of the gate or by another release: ${trouble(report)}`,
    ),
    absent: "not installed",
    gone: ink.yellow("gone since it was installed; run install again"),
    unreadable: ink.red(`unreadable: ${report.problem ? refusalText(report.problem).split("\n")[0] : ""}`),
  }
  const disabled = report.disables_all_hooks ? ink.red("  disableAllHooks") : ""
  return `  ${report.scope.padEnd(8)} ${words[report.state]}  ${ink.dim(report.settings_path)}${disabled}`
}

function pluginLines({ plugins, scopes }: StatusResult, ink: Ink): string[] {
  const twice = scopes.some(({ state }) => ["installed", "outdated", "partly"].includes(state))
  return plugins.map(({ id, settings_path }) => {
    const words = twice ? ink.yellow("enabled too: the hook runs twice per call") : ink.green("enabled")
    return `  plugin   ${printable(id)} ${words}  ${ink.dim(printable(settings_path))}`
  })
}

function configurationLines(
  { switched_off, off_by_environment, configuration }: StatusResult,
  ink: Ink,
): string[] {
  const { settings, problems } = configuration
  const lines = [
    ...(switched_off
      ? [ink.yellow(`  off switch  ${untilText(switched_off.until)}`) + ink.dim(`  ${switched_off.path}`)]
      : []),
    ...(off_by_environment ? [ink.yellow("  ROUTER_GATE=0 in this environment")] : []),
    ...settings
      .filter(({ origin }) => origin !== "ROUTER_GATE")
      .map(
        ({ name, value, origin }) =>
          `  ${name} = ${printable(JSON.stringify(value), 200)}  ${ink.dim(printable(origin))}`,
      ),
    ...problems.map((one) => ink.yellow(`  without effect: ${problemText(one)}`)),
  ]
  return lines.length === 0 ? [] : ["", ink.bold("Configuration"), ...lines]
}

function trouble({ missing_events, surplus_entries }: ScopeReport): string {
  const parts = []
  if (missing_events.length > 0) parts.push(`missing or outdated: ${missing_events.join(", ")}`)
  if (surplus_entries > 0) parts.push(`surplus entries: ${surplus_entries}`)
  return `${parts.join("; ")}; run install again`
}

function leaseLine(lease: Lease, ink: Ink): string {
  const { workspace, session_id, pid, holder, stale, held_since, acquired_at, binds_until, tool } = lease
  const since = clock(held_since ?? acquired_at)
  const state = stale === null ? `binds until ${clock(binds_until)}` : STALE[stale]
  const who = `session ${session_id}, pid ${pid} (${holder}), since ${since}, ${state}`
  const last = tool === null ? "" : `, last tool ${tool}`
  const line = `  ${printable(workspace ?? "(workspace not recorded)")}  ${printable(`${who}${last}`)}`
  return stale === null ? line : ink.dim(line)
}

const STALE = { dead: "free for all: its process is gone", expired: "free for all: expired" }
