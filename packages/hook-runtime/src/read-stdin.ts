import type nodeFs from "node:fs"
import { fstatSync, readSync } from "node:fs"
import { HookInputError } from "./input-error.ts"
import { pause } from "./pause.ts"

export interface ReadStdinOptions {
  /** Larger events are refused. Default: 4 MiB. */
  maxBytes?: number
  /** How long to wait when there is nothing to read. Default: 2000. */
  deadlineMs?: number
  fs?: Pick<typeof nodeFs, "readSync" | "fstatSync">
  sleep?: (ms: number) => void
  /** A clock in ms that nobody sets back. */
  now?: () => number
  isTerminal?: (fd: number) => boolean
  /** Whether it is known to be a pipe or a file: then nothing is asked about it. Default: false. */
  isPipe?: boolean
}

const DRAIN_LIMIT = 64 * 1024 * 1024
const HEAD_BYTES = 64 * 1024
const POLL_MS = 5

/**
 * Reads `fd` to its end, in one thread and within bounds. The deadline counts only where reading returns at
 * once (EAGAIN); a read that blocks can be ended by nobody but the client, with the hook's own timeout.
 *
 * @throws {HookInputError} STDIN_TOO_LARGE, STDIN_TIMED_OUT or STDIN_UNREADABLE
 */
export function readStdin(fd: number, options: ReadStdinOptions = {}): string {
  const { maxBytes = 4 * 1024 * 1024, deadlineMs = 2000, sleep = pause, now = upMs } = options
  const io = options.fs ?? { readSync, fstatSync }
  if (!options.isPipe) refuseTerminal(fd, io, options.isTerminal ?? isTerminal)
  const until = now() + deadlineMs
  const kept: Buffer[] = []
  let size = 0
  const whole = () => (kept.length === 1 ? (kept[0] as Buffer) : Buffer.concat(kept))
  const head = () => whole().subarray(0, HEAD_BYTES).toString()

  // Past maxBytes it goes on reading and throws the bytes away, so that the writer gets no EPIPE.
  while (size <= maxBytes + DRAIN_LIMIT) {
    const chunk = Buffer.allocUnsafe(64 * 1024)
    const read = readSome(io, fd, chunk, head)
    if (read === 0) break
    if (read === "later") {
      if (now() < until) sleep(POLL_MS)
      else if (size > maxBytes) break
      else throw timedOut(deadlineMs, head())
      continue
    }
    if (size < maxBytes) kept.push(chunk.subarray(0, read))
    size += read
  }
  if (size > maxBytes) {
    const message = `the event is larger than ${maxBytes} bytes`
    throw new HookInputError("STDIN_TOO_LARGE", message, { head: head() })
  }
  return whole().toString()
}

function readSome(
  io: Pick<typeof nodeFs, "readSync">,
  fd: number,
  into: Buffer,
  head: () => string,
): number | "later" {
  try {
    return io.readSync(fd, into, 0, into.length, null)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (code === "EAGAIN") return "later"
    // Windows says so when the other end of the pipe has gone.
    if (code === "EOF") return 0
    throw new HookInputError("STDIN_UNREADABLE", `stdin cannot be read (${code})`, { cause, head: head() })
  }
}

function refuseTerminal(
  fd: number,
  io: Pick<typeof nodeFs, "fstatSync">,
  isTerminal: (fd: number) => boolean,
): void {
  let device: boolean
  try {
    device = io.fstatSync(fd).isCharacterDevice()
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    throw new HookInputError("STDIN_UNREADABLE", `stdin is not open (${code})`, { cause })
  }
  if (device && isTerminal(fd)) {
    throw new HookInputError(
      "STDIN_UNREADABLE",
      "stdin is a terminal; a hook reads one JSON event from a pipe",
    )
  }
}

/** Asked only for character devices: loading node:tty on every call would cost more than the hook. */
function isTerminal(fd: number): boolean {
  return process.getBuiltinModule?.("node:tty").isatty(fd) ?? (fd === 0 && process.stdin.isTTY === true)
}

function upMs(): number {
  return process.uptime() * 1000
}

function timedOut(deadlineMs: number, head: string): HookInputError {
  const message = `no end of the event within ${deadlineMs} ms`
  return new HookInputError("STDIN_TIMED_OUT", message, { head })
}
