import { spawnSync } from "node:child_process"
import { accessSync, constants, statSync } from "node:fs"
import { delimiter, join } from "node:path"
import type { Environment } from "../environment.ts"
import { errnoOf } from "../errno.ts"

/** The client's executable as a shell would find it, and what its version can. */
export interface ClientFacts {
  path: string
  version: string
  supports: { feature: ClientFeature; since: string; has: boolean }[]
}

export type ClientFeature = keyof typeof SINCE

/** Since when the client has what the gate profits from, by its changelog and by experiment. */
const SINCE = {
  "settings of the machine in parts": "2.1.83",
  "settings with events that it does not know": "2.1.101",
  "hook commands without a shell": "2.1.139",
  "its own process id for hooks": "2.1.214",
  "hooks that block when they fail": "2.1.295",
  "a lock on the settings that it writes": "2.1.330",
} as const

/** Looks for the client and asks it for its version; null where none is found or it does not say. */
export function findClient({ env, platform }: Environment): ClientFacts | null {
  const name = platform === "win32" ? "claude.exe" : "claude"
  const home = (platform === "win32" ? env.USERPROFILE : env.HOME) ?? ""
  const folders = [
    ...(env.PATH ?? "").split(delimiter).filter((folder) => folder !== ""),
    join(home, ".local", "bin"),
    join(home, ".claude", "local"),
  ]
  const path = folders.map((folder) => join(folder, name)).find(isExecutable)
  if (path === undefined) return null
  const { stdout } = spawnSync(path, ["--version"], { env, encoding: "utf8", timeout: 10_000 })
  const version = /^\d+\.\d+\.\d+/.exec(stdout ?? "")?.[0]
  return version === undefined ? null : { path, version, supports: featuresOf(version) }
}

/** What a version of the client can. */
export function featuresOf(version: string): ClientFacts["supports"] {
  const known = Object.entries(SINCE) as [ClientFeature, string][]
  return known.map(([feature, since]) => ({ feature, since, has: !isOlder(version, since) }))
}

/** Whether one version is older than another; both are three numbers. */
export function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((one) => one.split(".").map(Number))
  const at = [0, 1, 2].find((part) => a?.[part] !== b?.[part])
  return at !== undefined && Number(a?.[at]) < Number(b?.[at])
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EACCES"].includes(errnoOf(error))) return false
    throw error
  }
}
