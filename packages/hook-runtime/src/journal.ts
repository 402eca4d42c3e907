import type nodeFs from "node:fs"
import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs"
import { createNotice, isNoticed, type NoticeFs, noticeLabel } from "./notice.ts"
import { sanitize } from "./sanitize.ts"

/** One line of the log. Strings are cleaned and cut; anything that is not a string, number or boolean is left out. */
export interface JournalEntry {
  level: "error" | "info"
  [field: string]: unknown
}

/** Where failing open leaves its traces. Nothing here may throw or keep a hook from its work. */
export interface Journal {
  /** Writes one line. Returns the path of the log, or undefined when there was nowhere to write. */
  log(entry: JournalEntry): string | undefined
  /** Whether this is the first time for this session and topic. In doubt, yes: visible beats quiet. */
  firstTime(sessionId: string, topic: string): boolean
}

export interface FileJournalOptions {
  /** Where to write, best place first. Called only when there is something to write. */
  dirs: () => readonly string[]
  /** Epoch ms. */
  now?: () => number
  fs?: JournalFs
  /** The log is set aside when it would grow past this; one older log is kept. Default: 1 MiB. */
  maxBytes?: number
}

/** The file-system calls that a journal is made of. */
export type JournalFs = NoticeFs & Pick<typeof nodeFs, "renameSync" | "writeSync">

const MAX_VALUE = 300

/**
 * A journal in files: `log.jsonl` and, for what was said once, `notices/<session>--<topic>`.
 *
 * It swallows errors, which is done nowhere else: a log that cannot be written must not matter.
 */
export function fileJournal(options: FileJournalOptions): Journal {
  const { dirs, now = Date.now, maxBytes = 1024 * 1024 } = options
  const io = options.fs ?? ownFs()
  return {
    log(entry) {
      const line = attempt(() => formatLine(entry, now()))
      if (line === undefined) return undefined
      return firstSuccess(attempt(dirs) ?? [], (dir) => append(io, dir, line, maxBytes))
    },
    firstTime(sessionId, topic) {
      const label = noticeLabel(sessionId, topic)
      const places = attempt(dirs) ?? []
      // All of them first: another process may have had to write further down the list.
      if (places.some((dir) => isNoticed(io, dir, label))) return false
      return firstSuccess(places, (dir) => createNotice(io, dir, label, now())) ?? true
    },
  }
}

function ownFs(): JournalFs {
  return { lstatSync, mkdirSync, openSync, closeSync, readdirSync, rmSync, renameSync, writeSync }
}

function formatLine(entry: JournalEntry, at: number): string {
  const fields = Object.entries(entry).flatMap(([key, value]): [string, unknown][] => {
    if (typeof value === "string") return [[key, sanitize(value, MAX_VALUE)]]
    return typeof value === "number" || typeof value === "boolean" ? [[key, value]] : []
  })
  return `${JSON.stringify({ at: new Date(at).toISOString(), ...Object.fromEntries(fields) })}\n`
}

function append(io: JournalFs, dir: string, line: string, maxBytes: number): string {
  io.mkdirSync(dir, { recursive: true, mode: 0o700 })
  const path = `${dir}/log.jsonl`
  // Two processes may both set the log aside, and then the older half is lost. It is only a log.
  const size = io.lstatSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > 0 && size + Buffer.byteLength(line) > maxBytes) io.renameSync(path, `${dir}/log.1.jsonl`)
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
  // Neither through a link, nor waiting for the reader of a FIFO that lies in the log's place.
  const fd = io.openSync(path, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW | O_NONBLOCK, 0o600)
  try {
    // One write, so that lines of processes that append together do not mix.
    io.writeSync(fd, line)
  } finally {
    io.closeSync(fd)
  }
  return path
}

/** The result for the first place that works. */
function firstSuccess<Result>(places: readonly string[], use: (place: string) => Result): Result | undefined {
  for (const place of places) {
    const result = attempt(() => use(place))
    if (result !== undefined) return result
  }
  return undefined
}

function attempt<Result>(act: () => Result): Result | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}
