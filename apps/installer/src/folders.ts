import { mkdirSync, rmdirSync } from "node:fs"
import { dirname } from "node:path"
import { errnoOf } from "./errno.ts"
import { Refusal } from "./refusal.ts"

/** Makes a folder and its parents where they are missing; says which ones it made, the innermost first. */
export function makeFolder(path: string, mode?: number): string[] {
  try {
    const outermost = mkdirSync(path, { recursive: true, ...(mode === undefined ? {} : { mode }) })
    if (outermost === undefined) return []
    return upTo(outermost, path)
  } catch (error) {
    throw new Refusal(
      {
        code: "FOLDER_UNWRITABLE",
        path,
        cause: `this folder cannot be made (${errnoOf(error)})`,
        remedy: "Check who owns the folder above it, then run the command again.",
      },
      { cause: error },
    )
  }
}

function upTo(outermost: string, path: string): string[] {
  return path === outermost || dirname(path) === path ? [path] : [path, ...upTo(outermost, dirname(path))]
}

/** Removes those of our folders that are empty by now. */
export function removeEmptyFolders(paths: readonly string[]): void {
  for (const path of paths) {
    try {
      rmdirSync(path)
    } catch (error) {
      if (!["ENOTEMPTY", "EEXIST", "ENOENT", "EBUSY", "EACCES", "EPERM"].includes(errnoOf(error))) throw error
    }
  }
}
