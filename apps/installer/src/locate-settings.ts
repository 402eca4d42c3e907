import { existsSync, lstatSync, readlinkSync, realpathSync } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import { errnoOf } from "./errno.ts"
import { Refusal } from "./refusal.ts"

/** Which file a settings path really means. */
export interface Location {
  /** The path as the client names it. */
  asked: string
  /** The file that is read and replaced: links followed, so that a symlinked dotfile stays a link. */
  real: string
  link: "none" | "followed" | "dangling"
}

/** Follows a settings path to the file behind it, which need not exist yet. */
export function locateSettings(asked: string): Location {
  if (!isLink(asked)) return { asked, real: realOf(asked), link: "none" }
  let path = asked
  for (let hops = 0; isLink(path); hops++) {
    if (hops >= 40) throw unusable(asked, "the symbolic links behind it run in a circle")
    path = resolve(realOf(dirname(path)), readlinkSync(path))
  }
  if (existsSync(path)) return { asked, real: realpathSync(path), link: "followed" }
  if (!existsSync(dirname(path))) throw unusable(asked, `a link to ${path}, and that folder does not exist`)
  return { asked, real: realOf(path), link: "dangling" }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink()
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return false
    if (errnoOf(error) === "ENOTDIR") throw unusable(path, "a part of this path is a file, not a folder")
    if (errnoOf(error) === "EACCES") throw unusable(path, "this folder may not be searched")
    throw error
  }
}

/** The real path of something that may not exist: its nearest existing folder decides. */
function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if (errnoOf(error) === "ENOENT" && dirname(path) !== path)
      return join(realOf(dirname(path)), basename(path))
    if (errnoOf(error) === "ELOOP") throw unusable(path, "the symbolic links behind it run in a circle")
    throw error
  }
}

function unusable(path: string, cause: string): Refusal {
  return new Refusal({
    code: "SETTINGS_PATH",
    path,
    cause,
    remedy: "Put this right, then run the command again.",
  })
}
