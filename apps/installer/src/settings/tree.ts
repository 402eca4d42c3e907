import type { Node } from "jsonc-parser"

/** The value of an object's member, the last one if the key occurs twice (as the client reads it). */
export function memberOf(object: Node, key: string): Node | undefined {
  return membersOf(object).findLast((member) => member.key === key)?.value
}

/** An object's members, in the order of the text. */
export function membersOf(object: Node): { key: string; property: Node; value: Node }[] {
  const members = []
  for (const property of object.type === "object" ? (object.children ?? []) : []) {
    const [key, value] = property.children ?? []
    if (key && value) members.push({ key: key.value as string, property, value })
  }
  return members
}

/** Names a node's type with its article, for a sentence. */
export function article(node: Node): string {
  return node.type === "null" ? "null" : /^[aeiou]/.test(node.type) ? `an ${node.type}` : `a ${node.type}`
}
