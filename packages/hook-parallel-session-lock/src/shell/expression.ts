import type { ParameterExpansionPart, ParsedScript, Word, WordPart } from "unbash"
import type { Argument } from "./argument.ts"
import { walkArithmetic } from "./arithmetic.ts"
import { expandWord } from "./expand.ts"
import { unknown } from "./outcome.ts"
import { outputOf } from "./output.ts"
import { copyState, type Value } from "./state.ts"
import { note, type Walk, walkScript } from "./walk.ts"

/** The arguments that a word becomes where the walk is now. */
export function argumentsOf(walk: Walk, word: Word, whole = false): Argument[] {
  const by = {
    home: walk.at.home,
    variable: (name: string) => variable(walk, name),
    output: (part: { script: ParsedScript | undefined }) => outputOf(part.script),
  }
  return expandWord(word, by, whole)
}

/** Judges everything that the shell would run or assign in order to fill in a word. */
export function walkWord(walk: Walk, word: Word): void {
  if (word.parts === undefined) refuseStrangeDollar(walk, word.text)
  walkParts(walk, word.parts)
}

/** The same for parts that stand alone, as in a here-document. */
export function walkParts(walk: Walk, parts: readonly WordPart[] | undefined): void {
  for (const part of parts ?? []) walkPart(walk, part)
}

function walkPart(walk: Walk, part: WordPart): void {
  switch (part.type) {
    case "Literal":
      refuseStrangeDollar(walk, part.text)
      return
    case "SingleQuoted":
    case "AnsiCQuoted":
    case "SimpleExpansion":
      return
    case "DoubleQuoted":
    case "LocaleString":
    case "BraceExpansion":
    case "Glob":
      walkParts(walk, part.parts)
      return
    case "ExtendedGlob":
      // In zsh the same characters may be a glob qualifier that runs code.
      note(walk, unknown(part.text))
      walkParts(walk, part.parts)
      return
    case "CommandExpansion":
      if (part.text.startsWith("${")) note(walk, unknown(part.text))
      walkApart(walk, part.script)
      return
    case "ProcessSubstitution":
      walkApart(walk, part.script)
      return
    case "ArithmeticExpansion":
      refuseStrangeDollar(walk, part.text)
      if (!part.expression) {
        note(walk, unknown(part.text))
        return
      }
      walkArithmetic(walk, part.expression)
      return
    case "ParameterExpansion":
      walkParameter(walk, part)
      return
    default:
      note(walk, unknown(`a ${(part as { type: string }).type}`))
      return
  }
}

/**
 * `$[1+1]`: the parser does not notice when it is not closed, and what it then swallows. `$=x`, `$~x`: text for bash, and
 * for zsh what is in x, taken apart.
 */
function refuseStrangeDollar(walk: Walk, text: string): void {
  const [found] = /(?<!\\)\$[[=~^+]/.exec(text) ?? []
  if (found !== undefined) note(walk, unknown(found))
}

/** Judges a script that runs in a process of its own. */
export function walkApart(walk: Walk, script: ParsedScript | undefined): void {
  const apart: Walk = { ...walk, depth: walk.depth + 1, state: copyState(walk.state) }
  walkScript(apart, script)
}

function walkParameter(walk: Walk, part: ParameterExpansionPart): void {
  const { operation, index, prefix, parameter } = part
  // `${!x}` and `${x@P}` evaluate what is in x; a subscript is arithmetic, which may run a command.
  const isPlain = /^([A-Za-z_]\w*|\d+|[@*#?$!-])$/.test(parameter) && prefix !== "!"
  const isListed = index === undefined || /^([@*]|\d+)$/.test(index.text)
  if (!isPlain || !isListed) note(walk, unknown(part.text))
  if (index) walkWord(walk, index)
  switch (operation?.type) {
    case undefined:
      return
    case "Default":
      if (
        operation.operator.endsWith("=") ||
        operation.pos + operation.operator.length !== operation.operatorEnd
      ) {
        note(walk, unknown(part.text))
      }
      walkWord(walk, operation.operand)
      return
    case "Remove":
      walkWord(walk, operation.operand)
      return
    case "Replace":
      walkWord(walk, operation.pattern)
      walkWord(walk, operation.replacement)
      return
    case "CaseModification":
      if (operation.operand) walkWord(walk, operation.operand)
      return
    case "Slice":
      for (const bound of [operation.offset, operation.length]) {
        if (bound && !/^\s*-?\d+$/.test(bound.text)) note(walk, unknown(part.text))
      }
      return
    case "Transform":
      if (!/^[QULu]$/.test(operation.operand.text)) note(walk, unknown(part.text))
      return
    default:
      note(walk, unknown(part.text))
      return
  }
}

function variable(walk: Walk, name: string): Value | undefined {
  if (/^([?#$!]|RANDOM|SRANDOM|SECONDS|LINENO|EPOCHSECONDS|UID|EUID|PPID|BASHPID)$/.test(name))
    return { kind: "number" }
  const known = walk.state.variables.get(name)
  if (known) return known
  if (name === "HOME") return walk.at.home === undefined ? { kind: "operand" } : { text: walk.at.home }
  return name === "PWD" || name === "OLDPWD" ? { kind: "operand" } : undefined
}
