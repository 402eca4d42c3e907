import { isAbsolute, join } from "node:path"

/** Where things are on this machine. All absolute. */
export interface Places {
  /** The client's configuration directory. */
  readonly configDir: string
  /** Where the locks are kept. */
  readonly locksDir: string
  readonly home: string | null
  readonly tempDirs: readonly string[]
}

export type Env = Readonly<Record<string, string | undefined>>

/** There is no directory to keep anything in. */
export class NoHomeError extends Error {
  readonly code = "NO_HOME"
  readonly path: string | undefined

  constructor(message: string, path?: string) {
    super(message)
    this.name = "NoHomeError"
    this.path = path
  }
}

/**
 * Finds the places by the environment that the client runs its hooks in: `CLAUDE_CONFIG_DIR`, else `.claude` in the home
 * directory, as the client itself does. A missing home directory is not created.
 * @throws NoHomeError
 */
export function findPlaces(env: Env, exists: (path: string) => boolean): Places {
  const home = absolute(env.HOME) ?? absolute(env.USERPROFILE)
  const configDir = absolute(env.CLAUDE_CONFIG_DIR) ?? (home && join(home, ".claude"))
  if (!configDir) throw new NoHomeError("neither CLAUDE_CONFIG_DIR nor HOME names a directory")
  if (home && !absolute(env.CLAUDE_CONFIG_DIR) && !exists(home)) {
    throw new NoHomeError("the home directory does not exist", home)
  }
  return { configDir, locksDir: join(configDir, "runtime"), home, tempDirs: tempDirsOf(env) }
}

/** Our own directory in the client's: the log, and what was said once. */
export function stateDir(configDir: string): string {
  return join(configDir, "router-gate")
}

/** The environment's own temporary directory first; `/tmp` counts as one whatever the environment says. */
export function tempDirsOf(env: Env): string[] {
  const named = [env.TMPDIR, env.TEMP, env.TMP].map(absolute).filter((dir) => dir !== null)
  return [...new Set([...named, ...(process.platform === "win32" ? [] : ["/tmp", "/var/tmp"])])]
}

function absolute(path: string | undefined): string | null {
  return path && isAbsolute(path) ? path : null
}
