import { join } from "node:path"
import { computeWorkspaceHash, systemIo } from "@router-gate/lock-core"
import { fileStore } from "@router-gate/lock-core/stores/file"
import type { GateConfig } from "./default-config.ts"
import type { LazyParts, LockPlace } from "./gate-deps.ts"
import { type Places, stateDir } from "./places.ts"

export interface LockPlacesInput {
  readonly places: Places
  readonly config: GateConfig
  readonly parts: LazyParts
  exists(path: string): boolean
  onWarning(error: unknown): void
}

/** Where locks are: under the client's directory, or, if it is set so, in each workspace's git directory. */
export function lockPlaces({ places, config, parts, exists, onWarning }: LockPlacesInput): {
  lockOf(workspace: string): LockPlace
  listLocks(): LockPlace[]
} {
  const storeIn = (dir: string) => fileStore({ dir, onWarning })
  const notesDir = join(stateDir(places.configDir), "lock-places")
  const inGit = config.lockRoot === "git"
  const known = new Map<string, LockPlace>()

  function findPlace(workspace: string): LockPlace {
    const dir = inGit ? parts.loadRarely().noteGitLocksDir(workspace, notesDir) : null
    const key = computeWorkspaceHash(workspace)
    const store = storeIn(dir ?? places.locksDir)
    return { key, io: systemIo(store), stateDir: store.stateDirOf(key) }
  }

  return {
    lockOf(workspace) {
      const place = known.get(workspace) ?? findPlace(workspace)
      known.set(workspace, place)
      return place
    },
    listLocks() {
      const dirs = [places.locksDir, ...(exists(notesDir) ? parts.loadRarely().notedLocksDirs(notesDir) : [])]
      return dirs.flatMap((dir) => {
        const store = storeIn(dir)
        const io = systemIo(store)
        return store.listLocks().map((key) => ({ key, io, stateDir: store.stateDirOf(key) }))
      })
    },
  }
}
