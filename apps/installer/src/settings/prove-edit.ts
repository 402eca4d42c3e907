import { isDeepStrictEqual } from "node:util"
import { type Group, groupOf } from "./insert-groups.ts"
import type { IsOwn, WantedGroup } from "./own-handlers.ts"

type Value = Record<string, unknown>

/**
 * Proves an insertion by another road than the one that made it: what the new text says must equal the old value with
 * the wanted groups merged in, value by value.
 */
export function isIntendedMerge(before: unknown, after: unknown, wanted: readonly WantedGroup[]): boolean {
  const merged = structuredClone((before ?? {}) as Value)
  for (const one of wanted) {
    merged.hooks ??= {}
    const hooks = merged.hooks as Record<string, Group[]>
    const groups = Object.hasOwn(hooks, one.event) ? (hooks[one.event] as Group[]) : []
    hooks[one.event] = [...groups, groupOf(one)]
  }
  return isDeepStrictEqual(after, merged)
}

/**
 * Proves a removal: nothing of ours is left, and everything foreign says what it said. Empty containers are left out of
 * the comparison, since which of them may go is decided by the record of the installation.
 */
export function isIntendedRemoval(before: unknown, after: unknown, isOwn: IsOwn): boolean {
  return isDeepStrictEqual(foreignPart(before, isOwn), foreignPart(after, isOwn)) && !hasOwn(after, isOwn)
}

function foreignPart(value: unknown, isOwn: IsOwn): Value {
  const { hooks, ...rest } = (value ?? {}) as Value
  const events = Object.entries((hooks ?? {}) as Record<string, Group[]>).map(([event, groups]) => {
    const foreign = groups.flatMap((group) => {
      const kept = group.hooks.filter((handler) => !isOwn(handler))
      return kept.length === 0 && group.hooks.length > 0 ? [] : [{ ...group, hooks: kept }]
    })
    return [event, foreign] as const
  })
  const filled = events.filter(([, groups]) => groups.length > 0)
  return filled.length > 0 ? { ...rest, hooks: Object.fromEntries(filled) } : rest
}

function hasOwn(value: unknown, isOwn: IsOwn): boolean {
  const hooks = ((value ?? {}) as Value).hooks ?? {}
  return Object.values(hooks as Record<string, Group[]>).some((groups) =>
    groups.some((group) => group.hooks.some(isOwn)),
  )
}
