import type nodeFs from "node:fs"

/** What notices are made of. */
export type NoticeFs = Pick<
  typeof nodeFs,
  "lstatSync" | "mkdirSync" | "openSync" | "closeSync" | "readdirSync" | "rmSync"
>

const KEPT_MS = 7 * 24 * 60 * 60 * 1000

/** The name of a notice's file: readable, bounded, and another one for another session or topic. */
export function noticeLabel(sessionId: string, topic: string): string {
  return `${fileName(sessionId, 64)}--${fileName(topic, 32)}`
}

/** Whether `dir` has the notice already. */
export function isNoticed(io: NoticeFs, dir: string, label: string): boolean {
  try {
    return io.lstatSync(`${dir}/notices/${label}`, { throwIfNoEntry: false }) !== undefined
  } catch {
    // A place that cannot be looked at holds no notice that counts.
    return false
  }
}

/** Creates the notice: true when this call did, false when another was first. Throws when it cannot be told. */
export function createNotice(io: NoticeFs, dir: string, label: string, now: number): boolean {
  const notices = `${dir}/notices`
  io.mkdirSync(notices, { recursive: true, mode: 0o700 })
  try {
    io.closeSync(io.openSync(`${notices}/${label}`, "wx", 0o600))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false
    throw error
  }
  removeOld(io, notices, now - KEPT_MS)
  return true
}

/** Best effort: whoever creates a notice sweeps, and what cannot be removed stays. */
function removeOld(io: NoticeFs, notices: string, before: number): void {
  try {
    for (const name of io.readdirSync(notices)) {
      const path = `${notices}/${name}`
      const stats = io.lstatSync(path, { throwIfNoEntry: false })
      if (stats !== undefined && stats.mtimeMs < before) io.rmSync(path, { force: true })
    }
  } catch {
    // The notice itself stands, and that is what was asked for.
  }
}

function fileName(text: string, max: number): string {
  const safe = text.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, max)
  // What was changed gets a mark, so that two sessions do not share a notice and one of them stays silent.
  return safe === text && text !== "" ? text : `${safe}-${checksum(text)}`
}

/** FNV-1a. It only has to tell names apart that nobody chose in order to collide. */
function checksum(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, "0")
}
