import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import type { Environment } from "./environment.ts"
import type { InstallableHook } from "./hooks.ts"
import { tryNodeFlags } from "./node-flags.ts"
import { rehearse } from "./rehearse.ts"
import { selfTest } from "./self-test.ts"
import { buildsNamedIn, isWhole, readLauncher, scriptOf, stagingOf } from "./staging.ts"
import { temporaryName } from "./temporary.ts"

/**
 * Copies a hook's files into place, runs them once, and only then exchanges the launcher. Each step is a rename, so
 * sessions that are running meanwhile find the old hook or the new one, whole. Says which builds must be kept.
 */
export function stageHook(hook: InstallableHook, environment: Environment): string[] {
  const staging = stagingOf(hook, environment)
  const { folder, build, bundle, node, launcher } = staging
  mkdirSync(folder, { recursive: true, mode: environment.folderMode })
  const isNew = placeBuild(hook, join(folder, build), environment.folderMode)
  selfTest(node, [bundle], environment)
  const taken = tryNodeFlags(hook, join(folder, build), node, bundle, environment)
  if (isNew) rehearse(hook, node, [bundle], environment)
  if (taken.flags.length > 0 && (isNew || taken.isNew))
    rehearse(hook, node, [...taken.flags, bundle], environment)

  const script = scriptOf(hook, staging)
  const previous = readLauncher(launcher)
  if (previous !== script) {
    const temporary = temporaryName(launcher)
    try {
      writeFileSync(temporary, script, { flag: "wx", mode: 0o755 })
      chmodSync(temporary, 0o755)
      if (environment.platform !== "win32") selfTest(temporary, [], environment)
      renameSync(temporary, launcher)
    } finally {
      rmSync(temporary, { force: true })
    }
  }
  chmodSync(launcher, 0o755)
  // The build that was current until now stays: a session may be starting it this very moment.
  return [build, ...buildsNamedIn(previous)]
}

/** Removes what earlier releases left in a hook's folder, once no settings name it any more. */
export function removeOldBuilds(
  hook: InstallableHook,
  environment: Environment,
  kept: readonly string[],
): void {
  const { folder } = stagingOf(hook, environment)
  const current = ["launcher", hook.waits?.file, ...kept]
  for (const name of readdirSync(folder)) {
    if (!current.includes(name)) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

/** Puts the build into its place, unless it is there; says whether it did. */
function placeBuild(hook: InstallableHook, place: string, mode: number): boolean {
  if (isWhole(hook, place)) return false
  const aside = temporaryName(place)
  const damaged = temporaryName(place)
  mkdirSync(aside, { mode })
  try {
    for (const { name, path } of hook.files) cpSync(path, join(aside, name))
    // A folder cannot be renamed onto one that has files: a damaged build leaves first.
    if (existsSync(place)) renameSync(place, damaged)
    renameSync(aside, place)
  } finally {
    rmSync(aside, { recursive: true, force: true })
    rmSync(damaged, { recursive: true, force: true })
  }
  return true
}
