import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs"
import { holdingClientLock } from "./client-lock.ts"
import { errnoOf } from "./errno.ts"
import { Refusal } from "./refusal.ts"
import type { SettingsFile } from "./settings-file.ts"
import { temporaryName } from "./temporary.ts"

/**
 * Exchanges a file's contents in one step: whoever reads it, at any time, sees the old or the new ones.
 *
 * `unchanged` is asked at the last moment; false from it, and nothing happens. Null as contents removes the file.
 * Mode and owner stay as they are. The folder must exist.
 */
export function replaceFile(file: SettingsFile, next: string | null, unchanged: () => boolean): boolean {
  const { real, stats } = file
  // A rename would replace a read-only file without asking. Its mode is how its owner says no.
  if (stats && (stats.mode & 0o222) === 0) throw unwritable(real, "is read-only")
  try {
    if (stats) accessSync(real, constants.W_OK)
    const exchange = (act: () => void) =>
      holdingClientLock(file.asked, () => {
        if (!unchanged()) return false
        act()
        return true
      })
    if (next === null) return exchange(() => unlinkSync(real))
    const temporary = temporaryName(real)
    try {
      writeWhole(temporary, next, file)
      return exchange(() => renamePatiently(temporary, real))
    } finally {
      rmSync(temporary, { force: true })
    }
  } catch (error) {
    const code = errnoOf(error)
    if (["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT"].includes(code))
      throw unwritable(real, `cannot be written (${code})`, error)
    throw error
  }
}

function writeWhole(path: string, contents: string, { stats }: SettingsFile): void {
  const mode = stats ? stats.mode & 0o7777 : 0o644
  const descriptor = openSync(path, "wx", mode)
  try {
    const own = fstatSync(descriptor)
    if (stats && (own.uid !== stats.uid || own.gid !== stats.gid))
      fchownSync(descriptor, stats.uid, stats.gid)
    if (stats) fchmodSync(descriptor, mode)
    writeFileSync(descriptor, contents)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** On Windows a virus scanner or an editor may hold the target for a moment. */
function renamePatiently(from: string, to: string): void {
  for (let attempt = 1; ; attempt++) {
    try {
      renameSync(from, to)
      return
    } catch (error) {
      if (
        process.platform !== "win32" ||
        attempt >= 10 ||
        !["EPERM", "EBUSY", "EACCES"].includes(errnoOf(error))
      )
        throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, attempt * 20)
    }
  }
}

function unwritable(path: string, cause: string, reason?: unknown): Refusal {
  const remedy = "Make the file and its folder writable for you, then run the command again."
  return new Refusal({ code: "SETTINGS_READ_ONLY", path, cause, remedy }, { cause: reason })
}
