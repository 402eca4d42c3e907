import { readdirSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"

/** What sweeping asks of the file system. */
export interface SweepFs {
  readdirSync(path: string): string[]
  statSync(path: string): { readonly mtimeMs: number }
  rmSync(path: string): void
}

/** No turn lasts as long; and one that does is looked after by Node, once its note is gone. */
const OLD_MS = 7 * 24 * 60 * 60_000

/** Removes what sessions that ended without a Stop left in the folder of notes. */
export function sweepNotes(
  folder: string,
  nowMs: number,
  fs: SweepFs = { readdirSync, statSync, rmSync },
): void {
  for (const name of unlessErrno(() => fs.readdirSync(folder)) ?? []) {
    const path = join(folder, name)
    unlessErrno(() => {
      if (nowMs - fs.statSync(path).mtimeMs > OLD_MS) fs.rmSync(path)
    })
  }
}

/** Another session may sweep at the same time, and a beginning must not fail by what is only tidying. */
function unlessErrno<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    return undefined
  }
}
