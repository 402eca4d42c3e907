import { isDeepStrictEqual } from "node:util"
import { getNodeValue } from "jsonc-parser"
import { groupOf } from "./insert-groups.ts"
import type { Handler, IsOwn, WantedGroup } from "./own-handlers.ts"
import type { SettingsDocument } from "./parse-settings.ts"
import { memberOf, membersOf } from "./tree.ts"

/** How much of what we want a settings file holds. */
export interface Comparison {
  state: "complete" | "partly" | "absent"
  /** Events for which a wanted group is missing, or there in another form, or more than once. */
  missing: string[]
  /** Handlers of ours that are not wanted: duplicates, older forms, events that we no longer use. */
  surplus: { event: string; matcher?: unknown; handler: Handler }[]
}

/**
 * Compares our handlers in a settings file with the ones that we want.
 *
 * Where a handler stands (its group's neighbours, the order) does not matter to the client, so it does not matter here.
 */
export function compareOwn(
  document: SettingsDocument,
  wanted: readonly WantedGroup[],
  isOwn: IsOwn,
): Comparison {
  const surplus = ownIn(document, isOwn)
  const found = surplus.length
  const missing = wanted.filter((one) => {
    const match = surplus.findIndex((own) => own.event === one.event && isSame(own, one))
    if (match >= 0) surplus.splice(match, 1)
    return match < 0
  })
  const complete = missing.length === 0 && surplus.length === 0
  return {
    state: complete ? "complete" : found > 0 ? "partly" : "absent",
    missing: [...new Set(missing.map((one) => one.event))],
    surplus,
  }
}

function ownIn({ root }: SettingsDocument, isOwn: IsOwn): Comparison["surplus"] {
  const hooks = root && memberOf(root, "hooks")
  const own: Comparison["surplus"] = []
  for (const { key: event, value: groups } of hooks ? membersOf(hooks) : []) {
    for (const group of groups.children ?? []) {
      const matcher = memberOf(group, "matcher")?.value
      for (const node of memberOf(group, "hooks")?.children ?? []) {
        const handler = getNodeValue(node)
        if (isOwn(handler)) own.push({ event, ...(matcher === undefined ? {} : { matcher }), handler })
      }
    }
  }
  return own
}

function isSame(own: Comparison["surplus"][number], wanted: WantedGroup): boolean {
  const matcher = groupOf(wanted).matcher ?? ""
  // `*`, an empty and a missing matcher all mean "every tool" to the client.
  const sameMatcher =
    own.matcher === matcher || (matcher === "" && (own.matcher === undefined || own.matcher === "*"))
  // These two say how the client shows our handler and what a failure means: the owner's choice, not ours.
  const { statusMessage, onFailure, ...handler } = own.handler
  return sameMatcher && isDeepStrictEqual(handler, wanted.handler)
}
