import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from "node:fs"
import { holdingClientLock, isClientLocked } from "./client-lock.ts"
import { errnoOf } from "./errno.ts"
import { type Location, locateSettings } from "./locate-settings.ts"
import { Refusal } from "./refusal.ts"
import { replaceFile } from "./replace-file.ts"
import { SETTINGS_MAX_BYTES } from "./settings/parse-settings.ts"

/** A settings file as it was read. */
export interface SettingsFile extends Location {
  /** Null when there is no file. */
  contents: string | null
  stats: Stats | null
}

/** What is to become of a settings file. */
export interface Change {
  /** Null: no file. The same as it was: nothing is written. */
  next: string | null
  /** Runs after the decision and before the settings change. */
  announce?: () => void
}

/**
 * Changes a settings file by a pure function from what it says to what it shall say; returns the decision that held.
 *
 * The exchange happens under the client's own lock, which older clients and other programs do not know. So the file is
 * read again right before it, and the decision is made anew if somebody wrote meanwhile; and once more after it, since a
 * client may write back what it read earlier.
 */
export function editSettings<C extends Change>(asked: string, decide: (file: SettingsFile) => C): C {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const file = readSettings(asked)
    const change = decide(file)
    const { next, announce } = change
    announce?.()
    const unchanged = () => sameContents(readSettings(asked), file)
    if (next === file.contents) {
      // A lock that is there is that of a client which writes just now, or of a run that was killed: both are waited for.
      if (!isClientLocked(file.asked) || holdingClientLock(file.asked, unchanged)) return change
      continue
    }
    if (replaceFile(file, next, unchanged) && readSettings(asked).contents === next) return change
  }
  throw new Refusal({
    code: "SETTINGS_BUSY",
    path: asked,
    cause: `another program changed this file during each of ${ATTEMPTS} attempts`,
    remedy: "Run the command again when it is quiet.",
  })
}

const ATTEMPTS = 5

/** Reads a settings file, or refuses with the reason why that cannot be done. */
export function readSettings(asked: string): SettingsFile {
  const location = locateSettings(asked)
  const refuse = (code: string, cause: string, remedy: string, reason?: unknown) =>
    new Refusal({ code, path: location.real, cause, remedy }, { cause: reason })
  let descriptor: number
  try {
    // Not blocking: opening a named pipe would otherwise wait for a writer.
    descriptor = openSync(location.real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return { ...location, contents: null, stats: null }
    if (errnoOf(error) === "EISDIR") throw refuse("SETTINGS_NOT_A_FILE", "a folder, not a file", REMOVE_IT)
    throw refuse(
      "SETTINGS_UNREADABLE",
      `cannot be read (${errnoOf(error)})`,
      "Make it readable for you.",
      error,
    )
  }
  try {
    const stats = fstatSync(descriptor)
    if (stats.isDirectory()) throw refuse("SETTINGS_NOT_A_FILE", "a folder, not a file", REMOVE_IT)
    if (!stats.isFile()) throw refuse("SETTINGS_NOT_A_FILE", "a device or pipe, not a file", REMOVE_IT)
    if (stats.size > SETTINGS_MAX_BYTES) {
      throw refuse(
        "SETTINGS_TOO_LARGE",
        "over 2 MiB, and the client ignores settings of that size",
        "Make it smaller.",
      )
    }
    return { ...location, contents: decode(readFileSync(descriptor), refuse), stats }
  } finally {
    closeSync(descriptor)
  }
}

const REMOVE_IT = "Move it out of the way, then run the command again."

function decode(
  bytes: Buffer,
  refuse: (code: string, cause: string, remedy: string, reason: unknown) => Refusal,
): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw refuse(
      "SETTINGS_NOT_UTF8",
      "not UTF-8 text",
      "Save it as UTF-8, then run the command again.",
      error,
    )
  }
}

function sameContents(one: SettingsFile, other: SettingsFile): boolean {
  return one.contents === other.contents && one.real === other.real
}
