import { existsSync, readFileSync, statSync } from "node:fs"
import { dirname, join, resolve } from "node:path"

/** The branch that is checked out where `dir` is, read from git's own files; null if there is none. */
export function currentBranch(dir: string): string | null {
  const git = gitDirAbove(dir)
  if (git === null) return null
  const head = join(git, "HEAD")
  if (!existsSync(head)) return null
  return /^ref: refs\/heads\/(.+)$/m.exec(readFileSync(head, "utf8"))?.[1] ?? null
}

function gitDirAbove(dir: string): string | null {
  const entry = join(dir, ".git")
  if (!existsSync(entry)) return dirname(dir) === dir ? null : gitDirAbove(dirname(dir))
  if (statSync(entry).isDirectory()) return entry
  // A linked worktree's is a file that says where.
  const place = /^gitdir: (.+)$/m.exec(readFileSync(entry, "utf8"))?.[1]
  return place === undefined ? null : resolve(dir, place)
}
