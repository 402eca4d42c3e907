import { type Node, type ParseError, type ParseErrorCode, parseTree, printParseErrorCode } from "jsonc-parser"

/** What is wrong with a settings file, and where. */
export interface Problem {
  code: ProblemCode
  /** A sentence part that completes "… : <cause>". */
  cause: string
  line: number
  column: number
}

export type ProblemCode =
  | "SETTINGS_NOT_JSON"
  | "SETTINGS_DUPLICATE_KEY"
  | "SETTINGS_SHAPE"
  | "SETTINGS_TOO_LARGE"
  | "SETTINGS_TOO_DEEP"
  | "SETTINGS_PROOF"

/** A settings file taken apart: its text, its value, and where in the text each piece of the value stands. */
export interface SettingsDocument {
  /** The byte order mark as found: offsets count from behind it. */
  bom: "" | "\uFEFF"
  text: string
  value: unknown
  /** Undefined when the file is missing or holds nothing but white space. */
  root: Node | undefined
}

export type Parsed = { ok: true; document: SettingsDocument } | { ok: false; problem: Problem }

/** Claude Code ignores a settings file that is larger than this (2.1.214 and later). */
export const SETTINGS_MAX_BYTES = 2 * 1024 * 1024

/**
 * Parses settings as strictly as the client does: no comments, no trailing commas.
 *
 * Two parsers look at every file. `JSON.parse` has the last word on whether it is JSON, since that is what the
 * client uses; jsonc-parser says where each node stands. When they disagree, nothing may be edited.
 */
export function parseSettings(contents: string | null): Parsed {
  const { bom, text } = splitBom(contents ?? "")
  if (Buffer.byteLength(text) > SETTINGS_MAX_BYTES) {
    return failure(
      text,
      0,
      "SETTINGS_TOO_LARGE",
      "the file is over 2 MiB, and the client ignores settings of that size",
    )
  }
  if (text.trim() === "") return { ok: true, document: { bom, text, value: undefined, root: undefined } }
  const errors: ParseError[] = []
  let root: Node | undefined
  try {
    root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false })
  } catch (error) {
    // The tree parser recurses: thousands of nested brackets exhaust its stack.
    if (error instanceof RangeError)
      return failure(text, 0, "SETTINGS_TOO_DEEP", "the file is nested too deeply to edit safely")
    throw error
  }
  const first = errors[0]
  if (first) return failure(text, first.offset, "SETTINGS_NOT_JSON", explain(first, text))
  try {
    return { ok: true, document: { bom, text, value: JSON.parse(text), root } }
  } catch (error) {
    return failure(text, 0, "SETTINGS_NOT_JSON", `not JSON: ${(error as Error).message}`)
  }
}

/** Says in which line and column, both counted from 1, an offset lies. */
export function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/)
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function failure(text: string, offset: number, code: ProblemCode, cause: string): Parsed {
  return { ok: false, problem: { code, cause, ...positionOf(text, offset) } }
}

function splitBom(contents: string): { bom: "" | "\uFEFF"; text: string } {
  return contents.startsWith("\uFEFF")
    ? { bom: "\uFEFF", text: contents.slice(1) }
    : { bom: "", text: contents }
}

function explain(error: ParseError, text: string): string {
  const name = printParseErrorCode(error.error as ParseErrorCode)
  if (name === "InvalidCommentToken") return "a comment, and the client reads strict JSON only"
  const closes = text[error.offset] === "}" || text[error.offset] === "]"
  if (closes && text.slice(0, error.offset).trimEnd().endsWith(",")) {
    return "a trailing comma, and the client reads strict JSON only"
  }
  return SENTENCES[name] ?? `not JSON (${name})`
}

const SENTENCES: Record<string, string> = {
  InvalidSymbol: "not JSON: something that is neither a string, a number, true, false nor null",
  InvalidNumberFormat: "not JSON: a malformed number",
  PropertyNameExpected: "not JSON: a key in double quotes is expected here",
  ValueExpected: "not JSON: a value is expected here",
  ColonExpected: "not JSON: a colon is expected here",
  CommaExpected: "not JSON: a comma is expected here",
  CloseBraceExpected: "not JSON: a closing brace } is missing",
  CloseBracketExpected: "not JSON: a closing bracket ] is missing",
  EndOfFileExpected: "not JSON: the value ends before this, and the file goes on",
  UnexpectedEndOfString: "not JSON: a string that is not closed",
  UnexpectedEndOfComment: "a comment, and the client reads strict JSON only",
  InvalidUnicode: "not JSON: a malformed \\u escape",
  InvalidEscapeCharacter: "not JSON: a malformed escape in a string",
  InvalidCharacter: "not JSON: a control character in a string",
}
