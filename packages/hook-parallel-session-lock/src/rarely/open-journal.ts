import { existsSync } from "node:fs"
import { join } from "node:path"
import { fileJournal, type Journal } from "@router-gate/hook-runtime"
import { type Env, findPlaces, NoHomeError, stateDir, tempDirsOf } from "../places.ts"

/** The journal in files of the user whose environment this is. */
export function openJournal(env: Env): Journal {
  return fileJournal({ dirs: () => journalDirs(env, existsSync, process.getuid?.()) })
}

/** Where the log goes, best place first; with no home left, next to other temporary things of this user. */
export function journalDirs(env: Env, exists: (path: string) => boolean, uid: number | undefined): string[] {
  const [tempDir = "/tmp"] = tempDirsOf(env)
  const fallback = join(tempDir, `router-gate-${uid ?? "user"}`)
  try {
    return [stateDir(findPlaces(env, exists).configDir), fallback]
  } catch (error) {
    if (error instanceof NoHomeError) return [fallback]
    throw error
  }
}
