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

function take(lock: string): boolean {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; pause(5)) {
    if (ignoring(["EEXIST"], () => mkdirSync(lock))) {
      const looksOld = (Date.now() - STALE_AFTER_MS + LEFT_MS) / 1000
      utimesSync(lock, looksOld, looksOld)
      return true
    }
    const found = statSync(lock, { throwIfNoEntry: false })
    // Somebody's own file of this name: the client does without the lock then, and so do we.
    if (found && !found.isDirectory()) return false
    if (found && Date.now() - found.mtimeMs > STALE_AFTER_MS) remove(lock)
  }
  return false
}

function remove(lock: string): void {
  // Gone already, or somebody put something into it: it is not ours to clear then, and goes stale.
  ignoring(["ENOENT", "ENOTEMPTY"], () => rmdirSync(lock))
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

function ignoring(codes: string[], act: () => void): boolean {
  try {
    act()
    return true
  } catch (error) {
    if (codes.includes(errnoOf(error))) return false
    throw error
  }
}
