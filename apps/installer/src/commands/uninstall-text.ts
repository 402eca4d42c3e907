import type { Ink } from "../ink.ts"
import { colouredDiff } from "./install-text.ts"
import type { UninstallResult } from "./uninstall.ts"

/** Says in plain words what `uninstall` did. */
export function uninstallText(result: UninstallResult, ink: Ink): string {
  const { dry_run, diff, outcome, settings, real_path } = result
  if (dry_run) {
    if (diff === null) return "Nothing to do.\n"
    return `${[...colouredDiff(diff, ink), `Dry run: the settings would be ${settings}, nothing was.`].join("\n")}\n`
  }
  if (outcome === "unchanged") return `${ink.green("Nothing to do.")} The gate is not in ${real_path}\n`
  const files = {
    removed: "the staged hooks are removed",
    kept: "the staged hooks stay for the other scopes",
    absent: "",
  }
  const tail = files[result.staged_files]
  return `${ink.green("Uninstalled.")} ${SENTENCES[settings](real_path)}${tail ? `; ${tail}` : ""}.\n`
}

const SENTENCES: Record<UninstallResult["settings"], (path: string) => string> = {
  restored: (path) => `${path} is byte for byte what it was before`,
  edited: (path) => `${path} was changed by others since, so only the gate's own entries were taken out`,
  deleted: (path) => `${path} held nothing else and is gone`,
  unchanged: (path) => `${path} held nothing of the gate and was left alone`,
}
