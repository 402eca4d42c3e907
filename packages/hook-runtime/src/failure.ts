import { channelOf } from "./channel.ts"
import type { HookEvent } from "./event.ts"
import type { Journal } from "./journal.ts"
import type { HookProcess } from "./node-process.ts"
import { sanitize } from "./sanitize.ts"

/** How far a run has come; a failure is told by it. */
export interface HookRunState {
  text?: string
  event?: HookEvent
  /** Set before stdout is touched: a second JSON value there would spoil the first. */
  spoken: boolean
}

interface Failed {
  hook: string
  process: Pick<HookProcess, "env" | "ppid" | "setExitCode" | "writeStdout">
  journal: Journal
  state: HookRunState
}

/**
 * Makes a failure visible: a line in the journal always, a line for the user once a session. It never throws; this
 * is the end of the road, and the exit code has to be 0.
 */
export function reportFailure(error: unknown, failed: Failed): void {
  const { process, state } = failed
  ignoringErrors(() => process.setExitCode(0))
  ignoringErrors(() => {
    const systemMessage = noteFailure(error, failed)
    if (systemMessage === undefined) return
    state.spoken = true
    process.writeStdout(`${JSON.stringify({ systemMessage })}\n`)
  })
}

/** Writes the line in the journal, and returns the one for the user if it is due and would be seen. */
export function noteFailure(error: unknown, { hook, process, journal, state }: Failed): string | undefined {
  const { head = "", code, message, ...details } = ignoringErrors(() => describe(error)) ?? UNDESCRIBABLE
  const text = state.text ?? head
  const event = state.event?.name ?? salvage(text, "hook_event_name")
  const sessionId =
    state.event?.sessionId ??
    nonEmpty(process.env.CLAUDE_CODE_SESSION_ID) ??
    salvage(text, "session_id") ??
    `ppid-${process.ppid}`
  const entry = { level: "error" as const, hook, event, sessionId, code, message, ...details }
  const path = ignoringErrors(() => journal.log(entry))
  // The once must not be spent where nobody would see it.
  const { message: reader } = channelOf(event ?? "")
  if (state.spoken || reader === "discarded" || reader === "stdout") return undefined
  if (ignoringErrors(() => journal.firstTime(sessionId, "failed-open")) === false) return undefined
  return notice({ hook, code, message, path })
}

interface Notice {
  hook: string
  code: string
  message: string
  path: string | undefined
}

function notice({ hook, code, message, path }: Notice): string {
  const what = sanitize(message, 200).replace(/\s+/g, " ").replace(/\.$/, "")
  const where = path === undefined ? "" : ` Details: ${sanitize(path, 500)}`
  return `router-gate: ${hook} failed open (${sanitize(code, 60)}): ${what}. Nothing was blocked.${where}`
}

interface Description {
  code: string
  message: string
  path?: string | undefined
  cause?: string | undefined
  stack?: string | undefined
  head?: string | undefined
}

const UNDESCRIBABLE: Description = { code: "UNKNOWN", message: "something was thrown that cannot be read" }

/** Anything can be thrown, so nothing is taken for granted; reading it may throw again. */
function describe(error: unknown): Description {
  const cause = typeof error === "object" && error !== null && "cause" in error ? error.cause : undefined
  return {
    code: stringOf(error, "code") ?? stringOf(error, "name") ?? "UNKNOWN",
    message: stringOf(error, "message") ?? String(error),
    path: stringOf(error, "path"),
    cause: stringOf(cause, "message"),
    stack: stringOf(error, "stack"),
    head: stringOf(error, "head"),
  }
}

function stringOf(value: unknown, key: string): string | undefined {
  if (typeof value !== "object" || value === null) return undefined
  const found = (value as Record<string, unknown>)[key]
  return typeof found === "string" ? nonEmpty(found) : undefined
}

/** Finds a field in text that may be cut short. Quotes inside a string are escaped there, so they do not match. */
function salvage(text: string, field: string): string | undefined {
  return nonEmpty(new RegExp(`"${field}"\\s*:\\s*"([^"\\\\]{0,200})"`).exec(text)?.[1])
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text
}

function ignoringErrors<Result>(act: () => Result): Result | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}
