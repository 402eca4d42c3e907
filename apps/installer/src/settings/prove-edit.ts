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

function foreignPart(value: unknown, isOwn: IsOwn): unknown {
  if (!isObject(value) || !isObject(value.hooks)) return value ?? {}
  const { hooks, ...rest } = value
  const events = Object.entries(hooks).map(([event, groups]) => {
    if (!Array.isArray(groups)) return [event, groups] as const
    const foreign = groups.flatMap((group) => {
      if (!isObject(group) || !Array.isArray(group.hooks)) return [group]
      const kept = group.hooks.filter((handler) => !isOwn(handler))
      return kept.length === 0 && group.hooks.length > 0 ? [] : [{ ...group, hooks: kept }]
    })
    return [event, foreign] as const
  })
  const filled = events.filter(([, groups]) => !Array.isArray(groups) || groups.length > 0)
  return filled.length > 0 ? { ...rest, hooks: Object.fromEntries(filled) } : rest
}

function hasOwn(value: unknown, isOwn: IsOwn): boolean {
  const hooks = isObject(value) && isObject(value.hooks) ? value.hooks : {}
  const groups = Object.values(hooks).flatMap((one) => (Array.isArray(one) ? one : []))
  return groups.some((group) => isObject(group) && Array.isArray(group.hooks) && group.hooks.some(isOwn))
}

/** Whoever wants us gone may have a file in which anything stands. */
function isObject(value: unknown): value is Value {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
