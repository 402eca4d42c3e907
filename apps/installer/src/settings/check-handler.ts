import type { Node } from "jsonc-parser"
import { article, memberOf } from "./tree.ts"

/**
 * Finds what the client would reject in one hook handler: an unknown kind, a missing or mistyped field.
 * Unknown fields are harmless and stay unmentioned.
 */
export function handlerProblem(handler: Node, where: string): { node: Node; cause: string } | null {
  const type = memberOf(handler, "type")
  if (!type) return { node: handler, cause: `"${where}" has no "type"` }
  const required = Object.hasOwn(REQUIRED, String(type.value)) ? REQUIRED[String(type.value)] : undefined
  if (type.type !== "string" || !required) {
    return { node: type, cause: `"${where}.type" is none of ${Object.keys(REQUIRED).join(", ")}` }
  }
  for (const field of required) {
    const value = memberOf(handler, field)
    if (!value) return { node: handler, cause: `"${where}" has no "${field}"` }
    if (value.type !== "string")
      return { node: value, cause: `"${where}.${field}" is ${article(value)}, not a string` }
  }
  for (const [field, accepts] of Object.entries(OPTIONAL)) {
    const value = memberOf(handler, field)
    const expected = value && accepts(value)
    if (value && expected) return { node: value, cause: `"${where}.${field}" must be ${expected}` }
  }
  return null
}

/** The kinds of handler that the client knows (2.1.330), with the text fields that each cannot do without. */
const REQUIRED: Record<string, string[]> = {
  command: ["command"],
  http: ["url"],
  mcp_tool: ["server", "tool"],
  prompt: ["prompt"],
  agent: ["prompt"],
}

/** For each optional field: what it must be, or undefined when it is that. */
const OPTIONAL: Record<string, (value: Node) => string | undefined> = {
  timeout: (value) =>
    value.type === "number" && value.value > 0 ? undefined : "a number of seconds above 0",
  args: (value) => (isListOfStrings(value) ? undefined : "an array of strings"),
  if: string,
  statusMessage: string,
  shell: (value) => oneOf(value, "bash", "powershell"),
  onFailure: (value) => oneOf(value, "continue", "block"),
  async: boolean,
  asyncRewake: boolean,
  once: boolean,
}

function string(value: Node): string | undefined {
  return value.type === "string" ? undefined : "a string"
}

function boolean(value: Node): string | undefined {
  return value.type === "boolean" ? undefined : "true or false"
}

function oneOf(value: Node, ...allowed: string[]): string | undefined {
  return allowed.includes(value.value) ? undefined : allowed.map((one) => `"${one}"`).join(" or ")
}

function isListOfStrings(value: Node): boolean {
  return value.type === "array" && (value.children ?? []).every((child) => child.type === "string")
}
