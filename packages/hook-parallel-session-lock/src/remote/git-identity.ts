import { join, resolve } from "node:path"
import { workspaceId } from "@router-gate/lock-core"
import { gitDirOf } from "../git-dir.ts"

/**
 * What every host calls a work tree by its git remote and branch (`github.com/acme/app#main`), from git's files and
 * without running git. The remote is the branch's own, else `origin`. Null: no branch, no remote, or a remote that only
 * this machine could name. Git's settings elsewhere (`url.….insteadOf`, includes) are not looked at.
 * @param read null where there is nothing to read as a file
 */
export function gitIdentity(workspace: string, read: (path: string) => string | null): string | null {
  const gitDir = gitDirOf(workspace, () => true, read)
  const branch = gitDir && /^ref: refs\/heads\/(.+)$/m.exec(read(join(gitDir, "HEAD")) ?? "")?.[1]
  if (!gitDir || !branch) return null
  // A linked work tree has a HEAD of its own and shares the rest.
  const shared = read(join(gitDir, "commondir"))?.trim()
  const config = parseGitConfig(read(join(shared ? resolve(gitDir, shared) : gitDir, "config")) ?? "")
  const remote = config.get(`branch.${branch}.remote`) ?? "origin"
  const url = config.get(`remote.${remote}.url`)
  return url === undefined ? null : workspaceId(url, branch)
}

/** Values by `section.subsection.key`; of a key that is there twice, the first for a remote's url, as git fetches. */
function parseGitConfig(text: string): Map<string, string> {
  const values = new Map<string, string>()
  let section = ""
  for (const line of text.split("\n")) {
    const header = /^\s*\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/.exec(line)
    if (header) {
      const [, name = "", sub] = header
      section = name.toLowerCase() + (sub === undefined ? "" : `.${sub.replace(/\\(.)/g, "$1")}`)
      continue
    }
    const [, key, value = ""] = /^\s*([A-Za-z][\w-]*)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    const name = `${section}.${key?.toLowerCase()}`
    if (key && !values.has(name)) values.set(name, unquoted(value))
  }
  return values
}

function unquoted(value: string): string {
  return value.startsWith('"') ? value.slice(1).replace(/".*$/, "") : value.replace(/\s[#;].*$/, "")
}
