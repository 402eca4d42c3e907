import { rmSync } from "node:fs"
import { join } from "node:path"
import type { Environment } from "./environment.ts"
import { removeEmptyFolders } from "./folders.ts"
import { removeInstallerLock } from "./installer-lock.ts"
import { NODE_NOT_FOUND } from "./launcher.ts"
import { manifestPath } from "./manifest.ts"

/** What the hooks keep beside us: their log, what they said once, where locks and leases are, and the switch. */
const JOURNAL = ["log.jsonl", "log.1.jsonl", "notices", "lock-places", "turns", "off"]

/**
 * Removes what we staged, by the holder of the installer's lock, and the folders that we made if they are empty.
 * What we do not know stays.
 */
export function removeGate(
  { gateDir }: Environment,
  hooks: readonly { name: string }[],
  createdFolders: readonly string[],
): void {
  for (const { name } of hooks) rmSync(join(gateDir, name), { recursive: true, force: true })
  for (const name of [NODE_NOT_FOUND, ...JOURNAL])
    rmSync(join(gateDir, name), { recursive: true, force: true })
  rmSync(manifestPath(gateDir), { force: true })
  removeInstallerLock(gateDir)
  removeEmptyFolders([gateDir, ...createdFolders].sort((a, b) => b.length - a.length))
}
