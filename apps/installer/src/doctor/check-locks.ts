import { accessSync, constants, existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { LockStoreError } from "@router-gate/lock-core"
import { fileStore } from "@router-gate/lock-core/stores/file"
import type { Environment } from "../environment.ts"
import { errnoOf } from "../errno.ts"
import type { readLeases } from "../leases.ts"
import { fileSystemOf } from "./file-system.ts"
import { type Finding, finding } from "./finding.ts"

/** Where leases are kept. */
export interface LockFacts {
  dir: string
  file_system: string | null
}

/** Looks at where the leases are kept, and at the leases. */
export function checkLocks(
  { configDir, platform }: Environment,
  { leases, unreadable }: ReturnType<typeof readLeases>,
): { findings: Finding[]; locks: LockFacts } {
  const dir = join(configDir, "runtime")
  const file_system = fileSystemOf(dir, platform)
  const findings = [
    ...(file_system === "NFS" || file_system === "FUSE" ? [shared(dir, file_system)] : []),
    ...writable(dir),
    ...supported(dir),
    ...unreadable.map(({ key, problem }) =>
      finding("LOCK_UNREADABLE", "wrong", `lock ${key}: ${problem}`, { path: dir }),
    ),
    ...leases
      .filter((lease) => lease.stale !== null)
      .map(({ workspace, pid, stale }) =>
        finding("LEASE_STALE", "note", `a lease on ${workspace ?? "a workspace"} is ${stale} (pid ${pid})`, {
          path: dir,
        }),
      ),
  ]
  return { findings, locks: { dir, file_system } }
}

function shared(dir: string, kind: string): Finding {
  const sentence = `leases are on ${kind}, which other machines may share: whether a holder elsewhere is alive cannot be told from here`
  return finding("LOCKS_SHARED", "note", sentence, { path: dir })
}

function writable(dir: string): Finding[] {
  const nearest = existsSync(dir) || dirname(dir) === dir ? dir : null
  if (nearest === null) return writable(dirname(dir))
  try {
    accessSync(nearest, constants.R_OK | constants.W_OK | constants.X_OK)
    return []
  } catch (error) {
    return [
      finding("LOCKS_UNWRITABLE", "wrong", `leases cannot be written (${errnoOf(error)})`, { path: nearest }),
    ]
  }
}

function supported(dir: string): Finding[] {
  try {
    // Any key will do: the store looks at the file system before it looks for the lock.
    fileStore({ dir }).readLock("0".repeat(12))
    return []
  } catch (error) {
    if (!(error instanceof LockStoreError)) throw error
    return error.code === "UNSUPPORTED"
      ? [finding("LOCKS_UNSUPPORTED", "wrong", error.message, { path: dir })]
      : []
  }
}
