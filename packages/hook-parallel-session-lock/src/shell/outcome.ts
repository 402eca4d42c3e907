import type { Argument } from "./argument.ts"

/** Why something is not reading, and where it acts. */
export interface Objection {
  readonly class: "changes" | "unknown"
  readonly because: string
  /** What it acts on. Undefined: on the current directory. Empty: on nothing of the file system. */
  readonly on?: readonly Argument[] | undefined
}

/** What a rule says about a command: null when it only reads. */
export type Outcome = Objection | null

/** The command changes something. */
export function changes(because: string, on?: readonly Argument[]): Objection {
  return { class: "changes", because, on }
}

/** Whether the command changes something cannot be told. */
export function unknown(because: string, on?: readonly Argument[]): Objection {
  return { class: "unknown", because, on }
}

/** What is printed to a log or a model: one line, bounded. */
export function becauseLine(text: string): string {
  const line = text
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\s]+/gu, " ")
    .trim()
    .replace(/[\ud800-\udfff]/g, (unit, at: number, all: string) => (isPaired(all, at) ? unit : "?"))
  return line.length <= 80 ? line : `${Array.from(line.slice(0, 79)).filter(isWhole).join("")}…`
}

function isPaired(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  const other = text.charCodeAt(code < 0xdc00 ? at + 1 : at - 1)
  return code < 0xdc00 ? other >= 0xdc00 && other <= 0xdfff : other >= 0xd800 && other < 0xdc00
}

function isWhole(character: string): boolean {
  return !/^[\ud800-\udfff]$/.test(character)
}
