import type nodeFs from "node:fs"
import { writeSync } from "node:fs"
import { pause } from "./pause.ts"

export interface WriteStdoutOptions {
  /** How long to wait for a reader that takes nothing. Default: 2000. */
  deadlineMs?: number
  fs?: Pick<typeof nodeFs, "writeSync">
  sleep?: (ms: number) => void
  /** A clock in ms that nobody sets back. */
  now?: () => number
}

const POLL_MS = 5

/**
 * Writes all of `text` before it returns: what `process.stdout.write` still holds when a process ends is lost. A
 * reader that has gone (EPIPE) is no error, as there is nobody left to tell.
 */
export function writeStdout(fd: number, text: string, options: WriteStdoutOptions = {}): void {
  const { deadlineMs = 2000, sleep = pause, now = () => process.uptime() * 1000 } = options
  const io = options.fs ?? { writeSync }
  let rest = Buffer.from(text, "utf8")
  let until = now() + deadlineMs
  while (rest.length > 0) {
    try {
      rest = rest.subarray(io.writeSync(fd, rest))
      until = now() + deadlineMs
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === "EPIPE") return
      if (code !== "EAGAIN" || now() >= until) throw error
      sleep(POLL_MS)
    }
  }
}
