import { mkdirSync, rmdirSync, statSync, utimesSync } from "node:fs"
import { errnoOf } from "./errno.ts"

/** What the client (seen in 2.1.330) takes a lock of this kind for: one that nobody has touched for this long is dead. */
const STALE_AFTER_MS = 10_000
/** Ours is made to look nearly that old, so that a run that is killed with it in its hands holds nobody up for long. */
const LEFT_MS = 2_000
/** Past this even a lock that was left behind is stale, unless a clock is wrong: then it is better to go on without. */
const PATIENCE_MS = STALE_AFTER_MS + 2_000

/**
 * Runs `act` while holding the client's own lock on a settings file: a folder `<file>.lock` beside the name by which the
 * client knows the file. Whoever holds it reads, changes and writes, so that neither side writes over the other's change.
 *
 * It is a courtesy on both sides: clients before 2.1.330 know no such lock, and a newer one that waits for half a second
 * in vain writes without it. So `act` compares what it replaces, lock or not, and is quick.
 */
export function holdingClientLock<T>(settings: string, act: () => T): T {
  const lock = `${settings}.lock`
  const isHeld = take(lock)
  try {
    return act()
  } finally {
    if (isHeld) remove(lock)
  }
}

/** Whether somebody holds the client's lock on a settings file, or held it when it was killed. */
export function isClientLocked(settings: string): boolean {
  return statSync(`${settings}.lock`, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** Where nothing can be made or removed, nothing can be exchanged either; whoever tries that says so. */
const NOT_OURS_TO_CHANGE = ["EACCES", "EPERM", "EROFS"]

function take(lock: string): boolean {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; pause(5)) {
    const made = attempt(() => mkdirSync(lock), ["EEXIST", ...NOT_OURS_TO_CHANGE])
    if (made === "done") {
      const looksOld = (Date.now() - STALE_AFTER_MS + LEFT_MS) / 1000
      utimesSync(lock, looksOld, looksOld)
      return true
    }
    if (made !== "EEXIST") return false
    const found = statSync(lock, { throwIfNoEntry: false })
    // Somebody's own file of this name: the client does without the lock then, and so do we.
    if (found && !found.isDirectory()) return false
    const isStale = found !== undefined && Date.now() - found.mtimeMs > STALE_AFTER_MS
    if (isStale && NOT_OURS_TO_CHANGE.includes(remove(lock))) return false
  }
  return false
}

function remove(lock: string): string {
  // Gone already, or somebody put something into it: it is not ours to clear then, and goes stale.
  return attempt(() => rmdirSync(lock), ["ENOENT", "ENOTEMPTY", ...NOT_OURS_TO_CHANGE])
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

/** The code with which it failed, if that is one of these; "done" if it did not. */
function attempt(act: () => void, codes: string[]): string {
  try {
    act()
    return "done"
  } catch (error) {
    if (codes.includes(errnoOf(error))) return errnoOf(error)
    throw error
  }
}
