import { join } from "node:path"
import { sanitize } from "@router-gate/hook-runtime"
import type { CommandInput } from "../command.ts"
import type { Ink } from "../ink.ts"
import { printable } from "../printable.ts"
import { readText } from "../read-text.ts"

/** One entry of the log: fields with text, numbers or booleans. */
export type LogEntry = Record<string, unknown>

const MAX_VALUE = 2_000
const DEFAULT_LINES = 50

/** Reads what the hooks and the installer have logged, the oldest first. What is no entry is left out. */
export async function readLog({ environment, lines, json }: CommandInput): Promise<LogEntry[]> {
  const folder = join(environment.configDir, "router-gate")
  const entries = ["log.1.jsonl", "log.jsonl"].flatMap((name) =>
    (readText(join(folder, name)) ?? "").split("\n").flatMap(parseLine),
  )
  return entries.slice(-(lines ?? (json ? Number.POSITIVE_INFINITY : DEFAULT_LINES)))
}

function parseLine(line: string): LogEntry[] {
  if (line.trim() === "") return []
  try {
    const entry: unknown = JSON.parse(line, (_key, value) => cleaned(value))
    return typeof entry === "object" && entry !== null && !Array.isArray(entry) ? [entry as LogEntry] : []
  } catch (error) {
    // A process that was killed while it wrote.
    if (error instanceof SyntaxError) return []
    throw error
  }
}

/** Names are text from elsewhere as much as values are. */
function cleaned(value: unknown): unknown {
  if (typeof value === "string") return sanitize(value, MAX_VALUE)
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [sanitize(key, 100), one]))
}

/** Prints entries, one a line. */
export function logText(entries: readonly LogEntry[], ink: Ink): string {
  if (entries.length === 0)
    return "Nothing is logged. What is logged is every decision that is not a silent yes.\n"
  return `${entries.map((entry) => entryLine(entry, ink)).join("\n")}\n`
}

/** The fields that have a place of their own in a line; the others are for --json. */
function entryLine(entry: LogEntry, ink: Ink): string {
  const { at, level, what, event, sessionId, toolName, command, workspace, holder, holderPid } = entry
  const { because, code, message } = entry
  const place = toolName ?? (level === "error" ? event : undefined)
  const title = text(what ?? (level === "error" ? "error" : event) ?? "?")
  const parts = [
    [sessionId, `session ${text(sessionId)}`],
    [place, text(place)],
    [command, JSON.stringify(text(command))],
    [workspace, `in ${text(workspace)}`],
    [holder, `holder ${text(holder)}${holderPid ? ` (pid ${text(holderPid)})` : ""}`],
    [because, `because ${text(because)}`],
    [
      code ?? message,
      [code, message]
        .filter((one) => one !== undefined)
        .map(text)
        .join(": "),
    ],
  ]
  const told = parts.filter(([value]) => value !== undefined).map(([, said]) => said)
  const coloured = level === "error" ? ink.red(title) : ink.bold(title)
  return [ink.dim(text(at ?? "?").replace(/\.\d+Z$/, "Z")), coloured, ...told].join("  ")
}

function text(value: unknown): string {
  return printable(typeof value === "string" ? value : (JSON.stringify(value) ?? ""), 300)
}
