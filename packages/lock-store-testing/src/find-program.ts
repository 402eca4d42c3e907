import { accessSync, constants, readdirSync } from "node:fs"
import { delimiter, join } from "node:path"

/** The first program of that name that can be run: on the PATH, then in `dirs`. Null when it is not installed. */
export function findProgram(name: string, dirs: readonly string[] = []): string | null {
  const onPath = (process.env.PATH ?? "").split(delimiter).filter(Boolean)
  for (const dir of [...onPath, ...dirs]) {
    const path = join(dir, name)
    if (isExecutable(path)) return path
  }
  return null
}

/** Where Debian keeps the server's programs, the latest version first: they are not on the PATH. */
export function postgresDirs(root = "/usr/lib/postgresql"): string[] {
  return listed(root)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(root, version, "bin"))
}

function listed(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return []
    throw error
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // whatever keeps it from being run, it is not the program to run
  }
}
