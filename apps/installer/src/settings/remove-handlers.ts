import { getNodeValue, type Node } from "jsonc-parser"
import type { Container } from "./insert-groups.ts"
import type { IsOwn } from "./own-handlers.ts"
import type { SettingsDocument } from "./parse-settings.ts"
import { type Splice, spliceText } from "./splice.ts"
import { memberOf, membersOf } from "./tree.ts"

/**
 * Takes our handlers out of a text, together with the groups that held nothing else and the containers that we made.
 *
 * `containers` is what `insertGroups` reported at the time. Without it (the manifest was lost) a container that becomes
 * empty is taken for ours: an empty one means nothing to anybody, and a left-over is worse. Returns null when the whole
 * file is ours and nothing else is in it any more. Shapes that the client rejects are stepped over.
 */
export function removeHandlers(
  document: SettingsDocument,
  isOwn: IsOwn,
  containers?: readonly Container[],
): string | null {
  const { root, text } = document
  const hooks = root && memberOf(root, "hooks")
  if (!root || !hooks) return text

  const splices: Splice[] = []
  const emptyEvents = new Set<Node>()
  for (const { key: event, property, value: array } of membersOf(hooks)) {
    const groups = array.children ?? []
    const emptyGroups = new Set<Node>()
    for (const group of groups) {
      const list = memberOf(group, "hooks")
      const handlers = list?.children ?? []
      const own = new Set(handlers.filter((handler) => isOwn(getNodeValue(handler))))
      if (own.size === 0) continue
      if (list && own.size < handlers.length) splices.push(...dropChildren(list, own))
      else emptyGroups.add(group)
    }
    if (emptyGroups.size === 0) continue
    const before = contentBefore(["hooks", event], containers)
    if (emptyGroups.size === groups.length && before === null) emptyEvents.add(property)
    else splices.push(...dropChildren(array, emptyGroups, before))
  }
  if (emptyEvents.size === 0) return spliceText(text, splices)

  const before = contentBefore(["hooks"], containers)
  if (emptyEvents.size < membersOf(hooks).length || before !== null) {
    return spliceText(text, [...splices, ...dropChildren(hooks, emptyEvents, before)])
  }
  const property = hooks.parent as Node
  const onlyMember = root.children?.length === 1
  // Without a record the file's own braces stay: nobody misses an empty object, somebody may miss a file.
  const whole = containers ? contentBefore([], containers) : ""
  if (onlyMember && whole === null) return null
  return spliceText(text, dropChildren(root, new Set([property]), whole))
}

/** What a container that is empty now held before we came: null when there was no such container. */
function contentBefore(path: string[], containers: readonly Container[] | undefined): string | null {
  if (!containers) return null
  const container = containers.find((one) => one.path.join("\0") === path.join("\0"))
  // It held something then, which somebody has removed since: it is not ours to remove.
  return container ? container.inside : ""
}

/** Plans the removal of some children of a container, each with the comma that tied it to its neighbour. */
function dropChildren(container: Node, dropped: ReadonlySet<Node>, inside?: string | null): Splice[] {
  const children = container.children ?? []
  if (children.every((child) => dropped.has(child))) {
    return [{ offset: container.offset + 1, length: container.length - 2, content: inside ?? "" }]
  }
  const splices: Splice[] = []
  let kept: Node | undefined
  for (const [index, child] of children.entries()) {
    if (!dropped.has(child)) {
      kept = child
      continue
    }
    const next = children[index + 1]
    // Behind a kept sibling a child goes with the comma before it, at the front with the comma behind it.
    if (kept) splices.push(span(endOf(children[index - 1] as Node), endOf(child)))
    else if (next) splices.push(span(child.offset, next.offset))
  }
  return splices
}

function span(from: number, to: number): Splice {
  return { offset: from, length: to - from, content: "" }
}

function endOf(node: Node): number {
  return node.offset + node.length
}
