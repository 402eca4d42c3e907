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
  if (outcome === "unchanged" && result.plugins.length > 0)
    return `${ink.green("Nothing to do.")} ${result.plugins.join(" and ")}: not in ${real_path}\n`
  if (outcome === "unchanged") return `${ink.green("Nothing to do.")} The gate is not in ${real_path}\n`
  if (result.plugins.length > 0) return `${pluginsText(result, ink)}\n`
  const files = {
    removed: "the staged hooks are removed",
    kept: "the staged hooks stay for the other scopes",
    absent: "",
  }
  const tail = files[result.staged_files]
  return `${ink.green("Uninstalled.")} ${SENTENCES[settings](real_path)}${tail ? `; ${tail}` : ""}.\n`
}

function pluginsText({ plugins, real_path, staged_files }: UninstallResult, ink: Ink): string {
  const files = staged_files === "removed" ? "the files went too" : "the files stay for other scopes"
  return `${ink.green("Uninstalled")} ${plugins.join(" and ")} from ${real_path}; ${files}. The rest stays.`
}

const SENTENCES: Record<UninstallResult["settings"], (path: string) => string> = {
  restored: (path) => `${path} is byte for byte what it was before`,
  edited: (path) => `${path} was changed by others since, so only the gate's own entries were taken out`,
  deleted: (path) => `${path} held nothing else and is gone`,
  unchanged: (path) => `${path} held nothing of the gate and was left alone`,
}
