import type { Node } from "jsonc-parser"
import { article, membersOf } from "./tree.ts"

/** A value that does not fit, and a sentence part that says how. */
export interface Misfit {
  node: Node
  cause: string
  /**
   * Whether the client rejects it whatever its version: types stay, while a list of names grows with releases, and a
   * name that we do not know may be one that a newer client does.
   */
  certain: boolean
}

/** What a value must be: returns everything in it that is not so. */
export type Shape = (value: Node, where: string) => Misfit[]

export const text: Shape = typed("string", "a string")
export const flag: Shape = typed("boolean", "true or false")
export const anyObject: Shape = typed("object", "an object")

/** A number within bounds. */
export function number(bounds: { whole?: true; from?: number; above?: number; to?: number } = {}): Shape {
  const words = [
    bounds.whole ? "a whole number" : "a number",
    ...(bounds.from === undefined ? [] : [`from ${bounds.from}`]),
    ...(bounds.above === undefined ? [] : [`above ${bounds.above}`]),
    ...(bounds.to === undefined ? [] : [`to ${bounds.to}`]),
  ]
  return (value, where) => {
    const n = value.type === "number" ? Number(value.value) : Number.NaN
    const fits =
      n >= (bounds.from ?? Number.NEGATIVE_INFINITY) &&
      n > (bounds.above ?? Number.NEGATIVE_INFINITY) &&
      n <= (bounds.to ?? Number.POSITIVE_INFINITY) &&
      (!bounds.whole || Number.isInteger(n))
    return fits ? [] : [misfit(value, where, words.join(" "))]
  }
}

/** One of some names. Another name may be one of a newer client's; another type is not. */
export function oneOf(...names: string[]): Shape {
  const expected = names.map((name) => JSON.stringify(name)).join(" or ")
  return (value, where) => {
    if (value.type !== "string") return [misfit(value, where, expected)]
    if (names.includes(value.value)) return []
    const cause = `"${where}" is ${JSON.stringify(value.value)}, and the client knows ${expected}`
    return [{ node: value, cause, certain: false }]
  }
}

/** An array, each item of one shape. */
export function listOf(item: Shape): Shape {
  return (value, where) =>
    value.type === "array"
      ? (value.children ?? []).flatMap((child, index) => item(child, `${where}[${index}]`))
      : [misfit(value, where, "an array")]
}

/** An object whose keys are anybody's, each value of one shape. */
export function recordOf(shape: Shape): Shape {
  return (value, where) =>
    value.type === "object"
      ? membersOf(value).flatMap((member) => shape(member.value, `${where}.${member.key}`))
      : [misfit(value, where, "an object")]
}

/** An object with known keys. Others are harmless. */
export function object(fields: Record<string, Shape>, required: readonly string[] = []): Shape {
  return (value, where) => {
    if (value.type !== "object") return [misfit(value, where, "an object")]
    const members = membersOf(value)
    const missing = required.filter((key) => !members.some((member) => member.key === key))
    return [
      ...missing.map((key) => ({ node: value, cause: `"${where}" has no "${key}"`, certain: true })),
      ...members.flatMap((member) =>
        Object.hasOwn(fields, member.key)
          ? (fields[member.key] as Shape)(member.value, where === "" ? member.key : `${where}.${member.key}`)
          : [],
      ),
    ]
  }
}

/** The same, or null. */
export function orNull(shape: Shape): Shape {
  return (value, where) => (value.type === "null" ? [] : shape(value, where))
}

/** One of several types: the first whose type it is says what else is wrong. */
export function either(expected: string, ...choices: [type: Node["type"], shape: Shape][]): Shape {
  return (value, where) => {
    const choice = choices.find(([type]) => type === value.type)
    return choice ? choice[1](value, where) : [misfit(value, where, expected)]
  }
}

function typed(type: Node["type"], expected: string): Shape {
  return (value, where) => (value.type === type ? [] : [misfit(value, where, expected)])
}

function misfit(node: Node, where: string, expected: string): Misfit {
  const found = node.type === "number" ? String(node.value) : article(node)
  return { node, cause: `"${where}" is ${found}, not ${expected}`, certain: true }
}
