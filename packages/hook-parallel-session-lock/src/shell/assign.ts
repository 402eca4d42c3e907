import type { Assignment, Word } from "unbash"
import { isNumberWord } from "./arithmetic.ts"
import { isHarmlessSetting, isPlainVariable } from "./environment.ts"
import { argumentsOf, walkWord } from "./expression.ts"
import { valueOfAll } from "./loop-variables.ts"
import { unknown } from "./outcome.ts"
import { outputOf } from "./output.ts"
import type { Value } from "./state.ts"
import { note, type Walk } from "./walk.ts"

/** Judges and remembers an assignment. `isExported`: programs started later see it. */
export function assign(walk: Walk, assignment: Assignment, isExported = false): void {
  const { name, value, append, index } = assignment
  if (index) {
    walkWord(walk, index)
    // A subscript is arithmetic, which may run what is in a variable.
    if (!isNumberWord(walk, index)) note(walk, unknown(`${name}[${index.text}]=`))
  }
  if (value.type === "ArrayValue") {
    for (const element of value.elements) {
      walkWord(walk, element)
      if (element.text.startsWith("[")) note(walk, unknown(`${name}=(${element.text})`))
    }
    if (!isPlainVariable(name) || isExported) note(walk, unknown(`${name}=`))
    walk.state.variables.delete(name)
    return
  }
  walkWord(walk, value)
  const values = argumentsOf(walk, value, true)
  const [only] = values
  const text = only && !only.sampled ? only.text : null
  const isHarmless = isHarmlessSetting(name, text)
  if (!isHarmless && (isExported || !isPlainVariable(name))) note(walk, unknown(`${name}=`))
  walk.state.variables.delete(name)
  if (append || index || values.length !== 1 || only === undefined) return
  const isNumber = only.sampled && /^1+$/.test(only.text ?? "")
  const known = outputValue(value) ?? (isNumber ? { kind: "number" as const } : valueOfAll(values))
  if (known) walk.state.variables.set(name, known)
}

/** What is known of `x=$(…)` and `x="$(…)"` by the command alone. */
function outputValue(word: Word): Value | undefined {
  const [part] = word.parts ?? []
  const inner = part?.type === "DoubleQuoted" && part.parts.length === 1 ? part.parts[0] : part
  return word.parts?.length === 1 && inner?.type === "CommandExpansion" ? outputOf(inner.script) : undefined
}

/** Whether the assignments that follow this command's name reach programs. */
export function isLastingSetting(command: string | null): boolean {
  return !/^(local|declare|typeset|readonly)$/.test(command ?? "")
}
