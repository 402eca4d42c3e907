import type { Ink } from "../ink.ts"
import type { InstallResult } from "./install-result.ts"

/** Says in plain words what `install` did. */
export function installText(result: InstallResult, ink: Ink): string {
  const lines = result.dry_run ? dryRunLines(result, ink) : doneLines(result, ink)
  const notes = result.notes.map((note) => `${ink.yellow("Note:")} ${note}`)
  return `${[...lines, ...(notes.length > 0 ? ["", ...notes] : [])].join("\n")}\n`
}

function doneLines(result: InstallResult, ink: Ink): string[] {
  const { outcome, settings, real_path, events, scope, hooks } = result
  if (outcome === "unchanged") return [`${ink.green("Nothing to do.")} The gate is installed in ${real_path}`]
  if (outcome === "updated") {
    if (result.files === "unchanged") {
      return [
        `${ink.green("Updated.")} The entries follow the gate's configuration now: ${real_path}`,
        "Running sessions use them from their next tool call on.",
      ]
    }
    const versions = hooks.map(({ name, version }) => `${name} ${version}`).join(", ")
    return [
      `${ink.green("Updated")} to ${versions}.`,
      settings === "unchanged"
        ? "The settings name the same path as before, so they did not change."
        : `The settings have the new entries: ${real_path}`,
      "Running sessions use it from their next tool call on.",
    ]
  }
  return [
    `${ink.green(outcome === "installed" ? "Installed." : "Repaired.")} From now on one session at a time changes a workspace.`,
    "",
    `  settings  ${real_path} (${settings})`,
    `  events    ${events.join(", ")}`,
    ...hooks.map(({ launcher }) => `  starts    ${launcher}`),
    "",
    "Running sessions pick it up with their next tool call.",
    `To undo: router-gate uninstall${scope === "user" ? "" : ` --scope ${scope}`}`,
  ]
}

function dryRunLines({ diff, outcome, settings }: InstallResult, ink: Ink): string[] {
  if (diff === null) {
    return [
      outcome === "unchanged"
        ? "Nothing to do."
        : "The settings stay as they are; the hook's files would be updated.",
    ]
  }
  return [...colouredDiff(diff, ink), `Dry run: the settings would be ${settings}, nothing was.`]
}

/** A unified diff with its lines in the usual colours. */
export function colouredDiff(diff: string, ink: Ink): string[] {
  return diff.split("\n").map((line) => {
    if (/^(\+\+\+|---)/.test(line)) return ink.bold(line)
    return line.startsWith("+") ? ink.green(line) : line.startsWith("-") ? ink.red(line) : line
  })
}
