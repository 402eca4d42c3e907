import { join } from "node:path"
import { LOCK_DEFAULT_TTL_MS } from "@router-gate/lock-core"
import type { StoreSettings } from "./store-settings.ts"

/** What may be set, by whom it concerns. */
export interface GateConfig {
  /** Whether the gate does anything at all. Not to be set by a project. */
  readonly enabled: boolean
  /** How long a lease binds after the last call of its session, ms. */
  readonly ttlMs: number
  /** How long a call waits for a lease that another session has before it is denied, ms. */
  readonly waitMs: number
  /** What becomes of a shell command, while another session holds the workspace, if nobody can tell what it does. */
  readonly cannotTell: "deny" | "warn"
  /** Commands, by their first words, that are known to change nothing. */
  readonly readOnlyCommands: readonly string[]
  /** Other tools that change files: the names of the inputs that say where. */
  readonly tools: Readonly<Record<string, readonly string[]>>
  /** Where the locks are kept: `home`, or the workspace's own git directory, which containers may share. */
  readonly lockRoot: "home" | "git"
  /** A store that other hosts ask too; null: this machine alone. Not to be set by a project, as what follows it. */
  readonly store: StoreSettings | null
  /** What the workspace is called there. `git`: by its git remote and branch. A project may say it. */
  readonly workspaceId: string
  /** What becomes of a call when the store does not answer. */
  readonly remoteUnavailable: "allow" | "deny"
  /** How long a lease in the store binds after it was last renewed, ms. */
  readonly remoteTtlMs: number
  /** How long the store has, for all that one call asks of it, ms. */
  readonly remoteTimeoutMs: number
}

export const DEFAULT_CONFIG: GateConfig = {
  enabled: true,
  ttlMs: LOCK_DEFAULT_TTL_MS,
  waitMs: 0,
  cannotTell: "deny",
  readOnlyCommands: [],
  tools: {},
  lockRoot: "home",
  store: null,
  workspaceId: "git",
  remoteUnavailable: "allow",
  remoteTtlMs: LOCK_DEFAULT_TTL_MS,
  remoteTimeoutMs: 500,
}

/** The configuration's files, the weakest first. */
export function configFiles(
  configDir: string,
  projectDir: string | undefined,
): { path: string; ofProject: boolean }[] {
  // In the home directory the project's directory of settings is the user's own.
  const isOwn = projectDir === undefined || join(projectDir, ".claude") === configDir
  const project = isOwn ? [] : ["router-gate.json", "router-gate.local.json"]
  return [
    { path: join(configDir, "router-gate.json"), ofProject: false },
    ...project.map((name) => ({ path: join(projectDir as string, ".claude", name), ofProject: true })),
  ]
}
