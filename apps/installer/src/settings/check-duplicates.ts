import type { Node } from "jsonc-parser"
import { type Problem, positionOf, type SettingsDocument } from "./parse-settings.ts"
import { memberOf, membersOf } from "./tree.ts"

/**
 * Lists the keys that occur twice where we would edit: in the file, its hooks block, a group, a handler. The client
 * counts the last one, and an edit might hit the first.
 */
export function duplicateKeys({ root, text }: SettingsDocument): Problem[] {
  return root ? objectsOnOurWay(root).flatMap(([object, where]) => twiceIn(object, where, text)) : []
}

function objectsOnOurWay(root: Node): [object: Node, where: string][] {
  const hooks = memberOf(root, "hooks")
  const objects: [Node, string][] = [[root, "the file"]]
  if (!hooks) return objects
  objects.push([hooks, '"hooks"'])
  for (const { key: event, value: groups } of membersOf(hooks)) {
    for (const [at, group] of itemsOf(groups).entries()) {
      const where = `hooks.${event}[${at}]`
      objects.push([group, `"${where}"`])
      const handlers = memberOf(group, "hooks")
      for (const [index, handler] of (handlers ? itemsOf(handlers) : []).entries())
        objects.push([handler, `"${where}.hooks[${index}]"`])
    }
  }
  return objects
}

function itemsOf(node: Node): Node[] {
  return node.type === "array" ? (node.children ?? []) : []
}

function twiceIn(object: Node, where: string, text: string): Problem[] {
  const seen = new Set<string>()
  const twice: Problem[] = []
  for (const { key, property } of membersOf(object)) {
    const cause = `the key ${JSON.stringify(key)} occurs twice in ${where}`
    if (seen.has(key))
      twice.push({ code: "SETTINGS_DUPLICATE_KEY", cause, ...positionOf(text, property.offset) })
    seen.add(key)
  }
  return twice
}
