import { readdirSync, watch } from "node:fs"
import { join } from "node:path"
import { nowNs } from "../../../lock-core/proof/lib/time.mjs"

/**
 * Writes down every name that the locks' states ever had: the kernel tells of each rename, in its order, the name that
 * goes and then the name that comes. `locks` maps a lock's directory to its workspace. To be called while nothing
 * changes.
 */
export function watchStates(locks, write) {
  const watchers = [...locks].map(([dir, workspace]) => {
    const watcher = watch(dir, (kind, name) => {
      if (kind === "rename") write("state", nowNs(), workspace, name)
    })
    for (const name of readdirSync(dir)) write("state", nowNs(), workspace, name)
    return watcher
  })
  return () => {
    for (const watcher of watchers) watcher.close()
  }
}

/** The directory of the only lock that came to be since there were `known` ones. */
export function newLock(runtime, known) {
  const added = readdirSync(runtime)
    .filter((name) => name.endsWith(".d"))
    .map((name) => join(runtime, name))
    .filter((dir) => !known.has(dir))
  if (added.length !== 1) throw new Error(`${added.length} new locks in ${runtime}`)
  return added[0]
}
