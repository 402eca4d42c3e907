import { readdirSync } from "node:fs"
import { errnoOf } from "./errno.ts"

/** Lists a folder; empty where there is none. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errnoOf(error))) return []
    throw error
  }
}
