import { isAbsolute, join, resolve } from "node:path"
import { Refusal } from "./refusal.ts"
import type { Scope } from "./scope.ts"

/** The part of Node's `process` that the installer uses. */
export interface CliProcess {
  argv: readonly string[]
  env: Readonly<Record<string, string | undefined>>
  platform: string
  execPath: string
  cwd(): string
  pid: number
  /** Read by one command only, and never touched by the others. */
  stdin: AsyncIterable<string | Uint8Array> & { isTTY?: boolean }
  stdout: Output
  stderr: { write(text: string): unknown }
  on(signal: EndingSignal, listener: () => void): unknown
  off(signal: EndingSignal, listener: () => void): unknown
  exitCode?: number | string | null | undefined
}

/** What a command line prints to: a terminal, which has a size and changes it, or something else. */
export interface Output {
  write(text: string): unknown
  isTTY?: boolean
  columns?: number
  rows?: number
  on?(event: "resize", listener: () => void): unknown
  on?(event: "error", listener: (error: Error) => void): unknown
  off?(event: "resize", listener: () => void): unknown
  off?(event: "error", listener: (error: Error) => void): unknown
}

type EndingSignal = "SIGINT" | "SIGTERM" | "SIGHUP"

/** Where things are for this user. */
export interface Environment {
  /** The client's configuration directory. */
  configDir: string
  /** Ours in it: staged hooks, manifest, lock. */
  gateDir: string
  /** Who may look into the folders that we make. */
  folderMode: number
  projectDir: string
  /** The machine's own settings of the client, for every user. */
  managedDir: string
  platform: string
  execPath: string
  env: CliProcess["env"]
}

/** Reads the environment once, and refuses where the client and we could mean different directories. */
export function readEnvironment(
  process: CliProcess,
  { projectDir, managedDir }: { projectDir?: string | undefined; managedDir?: string | undefined } = {},
): Environment {
  const configDir = configDirOf(process)
  return {
    configDir,
    gateDir: join(configDir, "router-gate"),
    folderMode: 0o700,
    projectDir: resolve(process.cwd(), projectDir ?? "."),
    managedDir: resolve(process.cwd(), managedDir ?? MANAGED_DIRS[process.platform] ?? "/etc/claude-code"),
    platform: process.platform,
    execPath: process.execPath,
    env: process.env,
  }
}

/**
 * The environment as it is for one scope: what serves every user of the machine is staged beside the machine's
 * settings, where all may read it.
 */
export function scoped(environment: Environment, scope: Scope): Environment {
  const isShared = scope === "managed"
  const gateDir = join(isShared ? environment.managedDir : environment.configDir, "router-gate")
  return { ...environment, gateDir, folderMode: isShared ? 0o755 : 0o700 }
}

const MANAGED_DIRS: Record<string, string> = {
  darwin: "/Library/Application Support/ClaudeCode",
  win32: "C:\\Program Files\\ClaudeCode",
}

function configDirOf({ env, platform }: CliProcess): string {
  if (env.CLAUDE_CONFIG_DIR) {
    return absolute("CLAUDE_CONFIG_DIR", env.CLAUDE_CONFIG_DIR)
  }
  const name = platform === "win32" ? "USERPROFILE" : "HOME"
  return join(absolute(name, env[name]), ".claude")
}

function absolute(name: string, value: string | undefined): string {
  if (value && isAbsolute(value)) return value
  throw new Refusal({
    code: "HOME_NOT_ABSOLUTE",
    cause: value
      ? `${name} is ${JSON.stringify(value)}, which is not an absolute path`
      : `${name} is not set`,
    remedy: `Set ${name} to your own directory and run this again.`,
  })
}
