import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { computeWorkspaceHash } from "@router-gate/lock-core"
import { gitDirOf } from "../git-dir.ts"

/**
 * Where a workspace's lock is kept if not in the home directory: in its own git directory, which containers may share.
 * Null where there is none. Leaves a note, a file a directory, by which the session finds its locks again.
 */
export function noteGitLocksDir(workspace: string, notesDir: string): string | null {
  const gitDir = gitDirOf(workspace, existsSync, (path) => readOrNull(path, ["EISDIR", "ENOENT"]))
  if (gitDir === null) return null
  const dir = join(gitDir, "router-gate")
  const note = join(notesDir, computeWorkspaceHash(dir))
  if (readOrNull(note, ["ENOENT"]) !== dir) {
    mkdirSync(notesDir, { recursive: true, mode: 0o700 })
    writeFileSync(note, dir, { mode: 0o600 })
  }
  return dir
}

/** The directories that were noted and are still there. */
export function notedLocksDirs(notesDir: string): string[] {
  const dirs = readdirSync(notesDir).map((note) => readOrNull(join(notesDir, note), ["ENOENT", "EISDIR"]))
  return [...new Set(dirs.filter((dir) => dir !== null && existsSync(dir)))] as string[]
}

/** Null for the errors named; any other is thrown on. */
function readOrNull(path: string, codes: readonly string[]): string | null {
  try {
    return readFileSync(path, "utf8")
  } catch (error) {
    if (codes.includes((error as NodeJS.ErrnoException).code ?? "")) return null
    throw error
  }
}
