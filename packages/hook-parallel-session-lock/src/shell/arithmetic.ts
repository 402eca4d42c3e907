import type { ArithmeticExpression, Word } from "unbash"
import { isPlainVariable } from "./environment.ts"
import { walkParts } from "./expression.ts"
import { isNumber } from "./loop-variables.ts"
import { unknown } from "./outcome.ts"
import { note, type Walk } from "./walk.ts"

/**
 * Judges arithmetic. The shell evaluates what it finds in a variable as an expression again, and a subscript in that may
 * run a command (`x='a[$(rm y)]'; echo $((x))`): only variables that surely hold numbers pass.
 */
export function walkArithmetic(walk: Walk, expression: ArithmeticExpression): void {
  switch (expression.type) {
    case "ArithmeticBinary":
      walkArithmetic(walk, expression.right)
      if (isAssignment(expression.operator)) {
        assign(walk, expression.left, expression.operator === "=")
        return
      }
      walkArithmetic(walk, expression.left)
      return
    case "ArithmeticUnary":
      if (/^(\+\+|--)$/.test(expression.operator)) {
        assign(walk, expression.operand, false)
        return
      }
      walkArithmetic(walk, expression.operand)
      return
    case "ArithmeticTernary":
      walkArithmetic(walk, expression.test)
      walkArithmetic(walk, expression.consequent)
      walkArithmetic(walk, expression.alternate)
      return
    case "ArithmeticGroup":
      walkArithmetic(walk, expression.expression)
      return
    case "ArithmeticWord":
      walkParts(walk, expression.parts)
      if (!isSurelyNumber(walk, expression.value)) note(walk, unknown(`arithmetic with ${expression.value}`))
      return
    case "ArithmeticCommandExpansion":
      // What it prints is evaluated.
      note(walk, unknown(`arithmetic with ${expression.text}`))
      return
    default:
      note(walk, unknown("arithmetic"))
      return
  }
}

/** Whether text is a number, or names a variable that surely holds one. */
export function isSurelyNumber(walk: Walk, text: string): boolean {
  const [, name] = /^\$?\{?(\w+|#|\?)\}?$/.exec(text) ?? []
  if (/^\d+$|^0x[\da-fA-F]+$|^\d+#\w+$/.test(text)) return true
  if (/^\$\{#\w+(\[@\])?\}$|^\$[?#]$|^\$\{[?#]\}$/.test(text)) return true
  return (
    name !== undefined &&
    (isNumber(walk.state.variables.get(name)) || /^(RANDOM|SECONDS|LINENO|UID|EUID)$/.test(name))
  )
}

/** The same for a word of a test. */
export function isNumberWord(walk: Walk, word: Word): boolean {
  const text = word.text.replace(/^"(.*)"$/s, "$1")
  if (isSurelyNumber(walk, text) || /^-\d+$/.test(text)) return true
  return word.parts?.length === 1 && word.parts[0]?.type === "ArithmeticExpansion"
}

function assign(walk: Walk, target: ArithmeticExpression, isFirst: boolean): void {
  const name = target.type === "ArithmeticWord" ? target.value : ""
  if (!isPlainVariable(name)) {
    note(walk, unknown(`arithmetic with ${name || "an assignment"}`))
    return
  }
  if (!isFirst && !isNumber(walk.state.variables.get(name))) note(walk, unknown(`arithmetic with ${name}`))
  walk.state.variables.set(name, { kind: "number" })
}

function isAssignment(operator: string): boolean {
  return /^([-+*/%&|^]|<<|>>)?=$/.test(operator)
}
