import { join, resolve } from "node:path"

/**
 * The git directory of a work tree, read from its files: `.git` itself, or what a linked worktree's or submodule's
 * `.git` file names. Null: there is none.
 * @param read null where there is nothing to read as a file
 */
export function gitDirOf(
  workspace: string,
  exists: (path: string) => boolean,
  read: (path: string) => string | null,
): string | null {
  const dotGit = join(workspace, ".git")
  if (!exists(dotGit)) return null
  const linked = /^gitdir: (.+)$/m.exec(read(dotGit) ?? "")?.[1]
  return linked === undefined ? dotGit : resolve(workspace, linked)
}
