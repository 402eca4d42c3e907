import { join } from "node:path"
import { gitDirOf } from "../git-dir.ts"

/**
 * The branch that a work tree is on, by its files and without running git; undefined when on none or not to be told.
 * @param read null where there is nothing to read
 */
export function readBranch(workspace: string, read: (path: string) => string | null): string | undefined {
  const gitDir = gitDirOf(workspace, () => true, read)
  const head = gitDir && read(join(gitDir, "HEAD"))
  return /^ref: refs\/heads\/(.+)$/m.exec(head ?? "")?.[1]
}
