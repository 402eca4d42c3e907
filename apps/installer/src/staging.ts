import { createHash } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import type { Environment } from "./environment.ts"
import { errnoOf } from "./errno.ts"
import type { StagedPlace } from "./hook-entry.ts"
import type { InstallableHook } from "./hooks.ts"
import { posixLauncher } from "./launcher.ts"
import { stableNode } from "./stable-node.ts"

/** A hook's place under the configuration directory. */
export interface Staging extends StagedPlace {
  /** The hook's own folder. */
  folder: string
  /** The folder of this very build, inside it. */
  build: string
}

/** Says where a hook's files go; touches nothing. */
export function stagingOf(hook: InstallableHook, { gateDir, execPath }: Environment): Staging {
  const folder = join(gateDir, hook.name)
  const build = hook.added?.build ?? buildName(hook.version, hook.files)
  const entry = hook.files[0]?.name ?? "hook.cjs"
  return {
    folder,
    build,
    launcher: join(folder, "launcher"),
    bundle: join(folder, build, entry),
    node: stableNode(execPath, existsSync),
  }
}

/** Tells whether `stageHook` would find everything in place. */
export function isStaged(hook: InstallableHook, environment: Environment): boolean {
  const staging = stagingOf(hook, environment)
  return (
    isWhole(hook, join(staging.folder, staging.build)) &&
    readLauncher(staging.launcher) === scriptOf(hook, staging)
  )
}

/** What stands where a hook is staged: this release, another one that runs, or nothing that does. */
export type StagedState = "current" | "other" | "missing"

/** Looks at a hook's place; touches nothing. */
export function stagedState(hook: InstallableHook, environment: Environment): StagedState {
  if (isStaged(hook, environment)) return "current"
  const { folder, launcher, bundle } = stagingOf(hook, environment)
  const named = buildsNamedIn(readLauncher(launcher))
  return named.some((build) => existsSync(join(folder, build, basename(bundle)))) ? "other" : "missing"
}

/** The launcher's text for a hook. */
export function scriptOf(hook: InstallableHook, { build, bundle, node }: Staging): string {
  return posixLauncher({
    hookName: hook.name,
    node,
    bundle: `${build}/${basename(bundle)}`,
    hotPath: hook.hotPath?.script,
    nodeFlags: hook.nodeFlags,
  })
}

/** The version and the contents' hash: two builds of one version never share a folder. */
function buildName(version: string, files: InstallableHook["files"]): string {
  const hash = createHash("sha256")
  for (const { name, path } of files) hash.update(`${name}\0`).update(readFileSync(path)).update("\0")
  return `${version}-${hash.digest("hex").slice(0, 8)}`
}

/** Tells whether a build's folder holds exactly what its name says. */
export function isWhole({ version, files }: InstallableHook, place: string): boolean {
  const staged = files.map(({ name }) => ({ name, path: join(place, name) }))
  return staged.every(({ path }) => existsSync(path)) && buildName(version, staged) === basename(place)
}

/** The text of a launcher; empty when there is none. */
export function readLauncher(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return ""
    throw error
  }
}

/** The build that a launcher starts. */
export function buildsNamedIn(launcher: string): string[] {
  const build = /^bundle=\$here\/'([^'/]+)\//m.exec(launcher)?.[1]
  return build ? [build] : []
}
