import { readFileSync, statSync } from "node:fs"
import { errnoOf } from "./errno.ts"

/** Reads a file; null where there is none. Anything that is not a file (a pipe would never end) counts as none. */
export function readText(path: string): string | null {
  try {
    return statSync(path).isFile() ? readFileSync(path, "utf8") : null
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errnoOf(error))) return null
    throw error
  }
}
