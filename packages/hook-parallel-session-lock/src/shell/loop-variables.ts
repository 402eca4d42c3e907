import { forEachChild, type SyntaxNode } from "unbash"
import type { Argument } from "./argument.ts"
import { literalText } from "./expand.ts"
import type { State, Value } from "./state.ts"

/** Forgets all that a loop changes while it goes round, but for variables that are numbers and stay so. */
export function forgetChanged(state: State, loop: SyntaxNode): void {
  const visit = (node: SyntaxNode): void => {
    if (node.type === "Assignment" && !staysNumber(state, node)) state.variables.delete(node.name)
    if (node.type === "Assignment" && staysNumber(state, node))
      state.variables.set(node.name, { kind: "number" })
    if (node.type === "ArithmeticWord") forgetText(state, node.value)
    if (node.type === "For" || node.type === "Select") state.variables.delete(node.name.value)
    // `read a b`, `mapfile x`, `printf -v x`: any word may be a name; forgetting costs little.
    if (node.type === "Word") state.variables.delete(node.value)
    // A relative one leads somewhere else in each round.
    if (node.type === "Word" && /^(cd|pushd|popd)$/.test(node.value))
      state.place = { ...state.place, known: false }
    if (node.type === "ParameterExpansion" && node.operation?.type === "Default")
      state.variables.delete(node.parameter)
    forEachChild(node, visit)
  }
  visit(loop)
}

/** What holds for each value that a loop variable takes. */
export function valueOfAll(values: readonly Argument[]): Value | undefined {
  const [first] = values
  if (first === undefined) return undefined
  const isExact = values.every((value) => value.text !== null && !value.sampled)
  if (isExact && values.length === 1 && first.text !== null) return { text: first.text }
  if (values.every(({ text }) => text !== null && /^\d+$/.test(text))) return { kind: "number" }
  if (values.some(({ option }) => option)) return undefined
  const areWords = isExact && values.every(({ text }) => /^[^\s*?[\\]+$/.test(text ?? ""))
  return { kind: areWords ? "word" : "operand" }
}

function staysNumber(state: State, node: SyntaxNode & { type: "Assignment" }): boolean {
  if (!isNumber(state.variables.get(node.name)) || node.append || node.index || node.value.type !== "Word")
    return false
  const isSum = node.value.parts?.length === 1 && node.value.parts[0]?.type === "ArithmeticExpansion"
  return isSum || /^\d+$/.test(literalText(node.value) ?? "")
}

/** Arithmetic leaves a number a number, though maybe another one. */
function forgetText(state: State, name: string): void {
  if (isNumber(state.variables.get(name))) state.variables.set(name, { kind: "number" })
}

/** Whether a variable surely holds a number, which arithmetic takes as it is. */
export function isNumber(value: Value | undefined): boolean {
  return value !== undefined && ("text" in value ? /^-?\d+$/.test(value.text) : value.kind === "number")
}
