import type { Word, WordPart } from "unbash"
import { type Argument, anything, exactly } from "./argument.ts"
import type { Value } from "./state.ts"

/** What the expansion of words asks for. */
export interface Expansions {
  variable(name: string): Value | undefined
  /** What the output of a substitution is known to be. */
  output(part: WordPart & { type: "CommandExpansion" }): Value | undefined
  readonly home: string | undefined
}

/** A piece of a word: known text, something that is no option, or anything at all. */
type Piece = { text: string; sampled?: boolean } | "glob" | "operand" | "any"

/** The arguments that a word becomes, as far as that can be told. `whole`: nothing is split, as in an assignment. */
export function expandWord(word: Word, by: Expansions, whole = false): Argument[] {
  const pieces: Piece[] = []
  if (word.parts === undefined) pieces.push({ text: tilde(word.text, word.value, by) })
  for (const [index, part] of (word.parts ?? []).entries()) {
    if (isSubscript(word.parts?.[index - 1], part)) return [anything]
    if (index === 0 && part.type === "Literal" && part.text.startsWith("~")) {
      pieces.push({ text: tilde(part.text, part.value, by) })
      continue
    }
    const found = piecesOf(part, by, whole)
    if (found === null) return [anything]
    pieces.push(...found)
  }
  return !whole && word.parts?.length === 1 && isBareVariable(word.parts[0])
    ? splitFields(pieces)
    : [argumentOf(pieces)]
}

/** The text that a word surely is, if there is nothing in it that the shell fills in. */
export function literalText(word: Word): string | null {
  const isLiteral = (part: { type: string }): boolean =>
    part.type === "Literal" || part.type === "SingleQuoted" || part.type === "AnsiCQuoted"
  const all = word.parts?.every(
    (part) => isLiteral(part) || (part.type === "DoubleQuoted" && part.parts.every(isLiteral)),
  )
  return (all ?? true) ? word.value : null
}

function piecesOf(part: WordPart, by: Expansions, quoted = false): Piece[] | null {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      return [{ text: part.value }]
    case "DoubleQuoted":
    case "LocaleString": {
      const inner = part.parts.map((child, index) =>
        isSubscript(part.parts[index - 1], child) ? (["any"] as const) : piecesOf(child, by, true),
      )
      // "$@" is as many words as there are parameters even within quotes.
      const isList = part.parts.some((child) => /^\$\{?(@|\w+\[@\]|!)/.test(child.text))
      return isList || inner.includes(null) ? null : inner.flatMap((pieces) => pieces ?? [])
    }
    case "SimpleExpansion":
      return valuePieces(by.variable(part.text.slice(1)), quoted)
    case "ParameterExpansion":
      if (part.index) return quoted ? ["any"] : null
      if (part.prefix === "#") return valuePieces({ kind: "number" }, quoted)
      if (part.prefix || part.operation) return quoted ? ["any"] : null
      return valuePieces(by.variable(part.parameter), quoted)
    case "ArithmeticExpansion":
      return valuePieces({ kind: "number" }, quoted)
    case "CommandExpansion":
      return valuePieces(by.output(part), quoted)
    case "ProcessSubstitution":
      return [{ text: "/dev/fd/63" }]
    case "Glob":
      return ["glob"]
    case "BraceExpansion":
      return /^\{[\w.@+][\w.@+/-]*(,[\w.@+][\w.@+/-]*)+\}$|^\{\d+\.\.\d+\}$/.test(part.text)
        ? ["operand"]
        : null
    default:
      return null
  }
}

/** Null: it may become several words, the second of which may be anything. */
function valuePieces(value: Value | undefined, quoted: boolean): Piece[] | null {
  if (value === undefined) return quoted ? ["any"] : null
  // Unquoted text with blanks or globs is split only where it stands alone; elsewhere it is not worth the care.
  if ("text" in value) return [{ text: value.text, sampled: !quoted && /^$|[\s*?[\\]/.test(value.text) }]
  if (value.kind === "number") return [{ text: "1", sampled: true }]
  return value.kind === "word" || quoted ? ["operand"] : null
}

function argumentOf(pieces: readonly Piece[]): Argument {
  const start = pieces.find((piece) => typeof piece === "string" || piece.text !== "")
  const text = pieces.every((piece) => typeof piece === "object")
    ? pieces.map((piece) => (typeof piece === "object" ? piece.text : "")).join("")
    : null
  if (text !== null) {
    const sampled = pieces.some((piece) => typeof piece === "object" && piece.sampled)
    // The sample of a number is 1, but it may be below zero; of text to be split, the second word may be an option.
    if (pieces.some((piece) => typeof piece === "object" && piece.sampled && !/^1?$/.test(piece.text)))
      return anything
    return sampled ? { ...exactly(text), sampled } : exactly(text)
  }
  const option = typeof start === "object" ? start.text.startsWith("-") : start !== "operand"
  const many = pieces.some((piece) => piece === "glob" || piece === "operand")
  const folder = globFolder(pieces)
  return { text: null, option, many, ...(folder === null ? {} : { folder }) }
}

/** `src/a*.ts` is in `src`; of a glob in a directory's name no directory is known. */
function globFolder(pieces: readonly Piece[]): string | null {
  const [first, ...rest] = pieces
  const start = typeof first === "object" && !first.sampled ? first.text : ""
  const after = typeof first === "object" ? rest : pieces
  const isName = after.every(
    (piece) => piece === "glob" || (typeof piece === "object" && !piece.text.includes("/")),
  )
  return isName && pieces.includes("glob") ? start.slice(0, start.lastIndexOf("/") + 1) || "." : null
}

function splitFields(pieces: readonly Piece[]): Argument[] {
  const [piece] = pieces
  if (typeof piece !== "object" || piece.sampled !== true || piece.text === "1") return [argumentOf(pieces)]
  if (/[*?[\\]/.test(piece.text)) return [anything]
  return piece.text
    .split(/[ \t\n]+/)
    .filter(Boolean)
    .map(exactly)
}

function isBareVariable(part: WordPart | undefined): boolean {
  return part?.type === "SimpleExpansion" || part?.type === "ParameterExpansion"
}

/** zsh reads `$x[…]` as a subscript and evaluates what is in it. */
function isSubscript(before: WordPart | undefined, part: WordPart): boolean {
  if (before?.type !== "SimpleExpansion") return false
  return part.type === "Glob"
    ? part.text.startsWith("[")
    : part.type === "Literal" && part.value.startsWith("[")
}

function tilde(raw: string, value: string, by: Expansions): string {
  if (!raw.startsWith("~") || by.home === undefined) return value
  return raw === "~" || raw.startsWith("~/") ? by.home + value.slice(1) : value
}
