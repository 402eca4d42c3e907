import { existsSync } from "node:fs"
import { join, resolve } from "node:path"
import { namesIn } from "./names-in.ts"
import { readText } from "./read-text.ts"

/** Where sessions of this user may keep their locks: in the client's directory, and in git directories that were noted. */
export function lockDirs(configDir: string): string[] {
  const notes = join(configDir, "router-gate", "lock-places")
  const noted = namesIn(notes).map((name) => readText(join(notes, name)))
  return [
    join(configDir, "runtime"),
    ...new Set(noted.filter((dir) => dir !== null && existsSync(dir))),
  ] as string[]
}

/**
 * Where the lock of one workspace may be. Both are looked at, whatever the settings say: another session may have
 * others, or have been there before they changed.
 */
export function lockDirsOf(workspace: string, configDir: string): string[] {
  const dotGit = join(workspace, ".git")
  const linked = /^gitdir: (.+)$/m.exec(readText(dotGit) ?? "")?.[1]
  const inGit = join(linked === undefined ? dotGit : resolve(workspace, linked), "router-gate")
  return [join(configDir, "runtime"), ...(existsSync(inGit) ? [inGit] : [])]
}
