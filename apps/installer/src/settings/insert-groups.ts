import type { Node } from "jsonc-parser"
import { appendItems } from "./append-items.ts"
import { layoutOf, printBlock } from "./layout.ts"
import type { Handler, WantedGroup } from "./own-handlers.ts"
import type { SettingsDocument } from "./parse-settings.ts"
import { type Splice, spliceText } from "./splice.ts"
import { memberOf } from "./tree.ts"

/** A container that we made or filled: where it is, and what stood between its brackets before. */
export interface Container {
  /** `[]` is the file's own object, `["hooks"]` the hooks block, `["hooks", "Stop"]` one event's array. */
  path: string[]
  /** The white space that the empty container held; null when there was no such container. */
  inside: string | null
}

/** A hook group as it stands in settings.json. */
export interface Group {
  matcher?: string
  hooks: Handler[]
}

/** The settings value that a wanted group stands for. */
export function groupOf({ matcher, handler }: WantedGroup): Group {
  return matcher === undefined ? { hooks: [handler] } : { matcher, hooks: [handler] }
}

/**
 * Adds each wanted group behind the last one of its event and makes the containers that are missing.
 * The document must have passed `clientProblems`. Says which containers it made or filled, so that removal can be exact.
 */
export function insertGroups(
  document: SettingsDocument,
  wanted: readonly WantedGroup[],
): { text: string; containers: Container[] } {
  const { text, root } = document
  if (wanted.length === 0) return { text, containers: [] }
  const layout = layoutOf(text, root)
  const byEvent = new Map<string, Group[]>()
  for (const one of wanted) byEvent.set(one.event, [...(byEvent.get(one.event) ?? []), groupOf(one)])
  const events = Object.fromEntries(byEvent)
  const made = [...byEvent.keys()].map((event): Container => ({ path: ["hooks", event], inside: null }))

  if (!root) {
    const whole = printBlock({ hooks: events }, { ...layout, eol: "\n", unit: "  " }, "")
    return {
      text: `${whole}\n`,
      containers: [{ path: [], inside: null }, { path: ["hooks"], inside: null }, ...made],
    }
  }
  const hooks = memberOf(root, "hooks")
  if (!hooks) {
    const containers = [...emptied([], root, text), { path: ["hooks"], inside: null }, ...made]
    return {
      text: spliceText(text, [appendItems(root, [{ key: "hooks", value: events }], text, layout)]),
      containers,
    }
  }

  const containers: Container[] = emptied(["hooks"], hooks, text)
  const splices: Splice[] = []
  const members: { key: string; value: Group[] }[] = []
  for (const [event, groups] of byEvent) {
    const array = memberOf(hooks, event)
    if (array) {
      containers.push(...emptied(["hooks", event], array, text))
      splices.push(
        appendItems(
          array,
          groups.map((value) => ({ value })),
          text,
          layout,
        ),
      )
    } else {
      containers.push({ path: ["hooks", event], inside: null })
      members.push({ key: event, value: groups })
    }
  }
  if (members.length > 0) splices.push(appendItems(hooks, members, text, layout))
  return { text: spliceText(text, splices), containers }
}

function emptied(path: string[], container: Node, text: string): Container[] {
  if (container.children?.length) return []
  return [{ path, inside: text.slice(container.offset + 1, container.offset + container.length - 1) }]
}
