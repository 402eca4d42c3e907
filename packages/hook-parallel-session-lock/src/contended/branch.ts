import { join, resolve } from "node:path"

/** Reads a small file; null when it is not there or cannot be read. */
export type ReadSmallFile = (path: string) => string | null

/**
 * The branch that a work tree is on, by its files and without running git; undefined when on none or not to be told.
 * `.git` is a directory, or in a linked worktree a file that names one.
 */
export function readBranch(workspace: string, read: ReadSmallFile): string | undefined {
  const dotGit = join(workspace, ".git")
  const linked = /^gitdir: (.+)$/m.exec(read(dotGit) ?? "")?.[1]
  const head = read(join(linked === undefined ? dotGit : resolve(workspace, linked), "HEAD"))
  return /^ref: refs\/heads\/(.+)$/m.exec(head ?? "")?.[1]
}
