import type { TestExpression, Word } from "unbash"
import { isNumberWord } from "./arithmetic.ts"
import { walkWord } from "./expression.ts"
import { unknown } from "./outcome.ts"
import { note, type Walk } from "./walk.ts"

/** Judges `[[ … ]]`. */
export function walkTest(walk: Walk, test: TestExpression): void {
  switch (test.type) {
    case "TestUnary":
      walkWord(walk, test.operand)
      // The name that -v and -R ask about may have a subscript, which is evaluated; so is what zsh is given for -t.
      if (/^-[vRt]$/.test(test.operator) && !/^\w+$/.test(test.operand.text))
        note(walk, unknown(`[[ ${test.operator}`))
      return
    case "TestBinary":
      walkWord(walk, test.left)
      walkWord(walk, test.right)
      if (/^-(eq|ne|lt|le|gt|ge)$/.test(test.operator)) {
        for (const side of [test.left, test.right]) requireNumber(walk, side)
      }
      return
    case "TestLogical":
      for (const operand of test.operands) walkTest(walk, operand)
      return
    case "TestNot":
      walkTest(walk, test.operand)
      return
    case "TestGroup":
      walkTest(walk, test.expression)
      return
    default:
      note(walk, unknown("[["))
      return
  }
}

function requireNumber(walk: Walk, word: Word): void {
  if (!isNumberWord(walk, word)) note(walk, unknown(`arithmetic with ${word.text}`))
}
