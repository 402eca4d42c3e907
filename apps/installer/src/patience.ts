import { existsSync, mkdirSync } from "node:fs"
import { dirname, join } from "node:path"
import type { Environment } from "./environment.ts"
import type { InstallableHook } from "./hooks.ts"
import type { Manifest } from "./manifest.ts"
import { readText } from "./read-text.ts"
import { ownHandlers, type WantedGroup } from "./settings/own-handlers.ts"
import { writeAtomically } from "./write-atomically.ts"

/**
 * Tells a hook that may wait how long the client lets it: the shortest time that any settings file registers it with.
 * Never more than that: a hook that still waits when its time is up is killed, has said nothing, and the call goes ahead.
 *
 * `before` the settings change, a longer time does not hold yet; so then the present one is kept if it is shorter.
 */
export function writePatience(
  hooks: readonly InstallableHook[],
  environment: Environment,
  groups: readonly WantedGroup[],
  when: "before" | "after",
): void {
  for (const hook of hooks) {
    if (!hook.waits) continue
    const path = join(environment.gateDir, hook.name, hook.waits.file)
    const present = Number(readText(path) ?? "")
    const seconds = [...shortest(hook, groups), ...(when === "before" && present > 0 ? [present] : [])]
    if (seconds.length === 0 || Math.min(...seconds) === present) continue
    mkdirSync(dirname(path), { recursive: true, mode: environment.folderMode })
    writeAtomically(path, `${Math.min(...seconds)}\n`, environment.folderMode & 0o666)
  }
}

/** What other settings files register, as far as they are still there. */
export function groupsElsewhere({ settings }: Manifest, realPath: string): WantedGroup[] {
  return settings
    .filter((one) => one.real_path !== realPath && existsSync(one.real_path))
    .flatMap((one) => one.handlers ?? [])
}

function shortest(hook: InstallableHook, groups: readonly WantedGroup[]): number[] {
  const isOwn = ownHandlers([hook.name])
  return groups
    .filter(({ event, handler }) => event === hook.waits?.event && isOwn(handler))
    .map(({ handler }) => Number(handler.timeout))
    .filter((seconds) => seconds > 0)
}
