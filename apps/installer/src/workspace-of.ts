import { existsSync, realpathSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, dirname, join, resolve } from "node:path"
import type { Environment } from "./environment.ts"
import { errnoOf } from "./errno.ts"

/**
 * The workspace that a path belongs to: the git work tree around it, as the hook finds it. Where there is none, a
 * session's workspace is the directory that it was started in; that is the nearest one upwards which `isLocked`, and if
 * none is, the path itself.
 */
export function workspaceOf(
  path: string,
  environment: Pick<Environment, "configDir" | "env">,
  isLocked: (directory: string) => boolean,
): string {
  const shared = sharedPlaces(environment)
  const above = upFrom(realOf(path)).filter((directory) => !shared.has(directory))
  return (
    above.find((directory) => existsSync(join(directory, ".git"))) ?? above.find(isLocked) ?? realOf(path)
  )
}

/** Places that everything uses are nobody's workspace. */
function sharedPlaces({ configDir, env }: Pick<Environment, "configDir" | "env">): Set<string> {
  const places = [
    configDir,
    env.HOME,
    env.USERPROFILE,
    env.TMPDIR,
    env.TEMP,
    env.TMP,
    tmpdir(),
    "/tmp",
    "/var/tmp",
  ]
  const known = places.filter((place) => place !== undefined && place !== "") as string[]
  return new Set([resolve("/"), ...known, ...known.map(realOf)])
}

function upFrom(path: string): string[] {
  return dirname(path) === path ? [path] : [path, ...upFrom(dirname(path))]
}

/** The real path of what may not exist: that of the nearest directory which does, and the rest as it was said. */
function realOf(path: string): string {
  try {
    return realpathSync.native(path)
  } catch (error) {
    if (errnoOf(error) === "" || dirname(path) === path) throw error
    return join(realOf(dirname(path)), basename(path))
  }
}
