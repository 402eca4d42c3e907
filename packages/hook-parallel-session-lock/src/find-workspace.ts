import { dirname, join, resolve, sep } from "node:path"
import type { Places } from "./places.ts"

/** What finding a workspace asks of the file system. */
export interface WorkspaceFs {
  exists(path: string): boolean
  /** Resolves links; null when there is nothing at the path. */
  realPath(path: string): string | null
}

/**
 * Finds the tree that a change belongs to: the git work tree around its target (a linked worktree and a submodule are
 * their own), else the directory that the client was started in, if the target lies in that. Null: no lease is needed,
 * because the change is in nobody's workspace.
 */
export function workspaceFinder(
  at: { readonly cwd: string; readonly projectDir: string },
  places: Places,
  fs: WorkspaceFs,
): (target: string) => string | null {
  const shared = sharedPlaces(places, fs)
  return (target) => {
    const path = realTarget(resolve(at.cwd, target), fs)
    for (let dir = path; ; dir = dirname(dir)) {
      if (!shared.has(dir) && fs.exists(join(dir, ".git"))) return dir
      if (dir === dirname(dir)) break
    }
    const projectDir = realTarget(at.projectDir, fs)
    return isInside(path, projectDir) && !shared.has(projectDir) ? projectDir : null
  }
}

/**
 * Places that everything uses: were one of them a workspace, sessions with nothing in common would wait for each other.
 */
function sharedPlaces(places: Places, fs: WorkspaceFs): Set<string> {
  const all = [places.configDir, places.home, ...places.tempDirs].filter((path) => path !== null)
  const root = resolve(sep)
  return new Set([root, ...all, ...all.map((path) => fs.realPath(path) ?? path)])
}

/** The real path of what may not exist yet: that of the nearest directory which does, and the rest as it was said. */
function realTarget(path: string, fs: WorkspaceFs): string {
  const missing: string[] = []
  for (let at = path; ; at = dirname(at)) {
    const real = fs.realPath(at)
    if (real !== null) return join(real, ...missing)
    if (at === dirname(at)) return path
    missing.unshift(at.slice(dirname(at).length).replace(/^[\\/]/, ""))
  }
}

function isInside(path: string, dir: string): boolean {
  return path === dir || path.startsWith(dir.endsWith(sep) ? dir : dir + sep)
}
