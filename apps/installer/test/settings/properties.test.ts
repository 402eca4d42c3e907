import { isDeepStrictEqual } from "node:util"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Group, groupOf } from "../../src/settings/insert-groups.ts"
import { ownHandlers } from "../../src/settings/own-handlers.ts"
import { planInstall, planUninstall, type SettingsPlan } from "../../src/settings/plan-settings.ts"
import { fixtureGroups, LAUNCHER } from "../fixture-hook.ts"
import { anySettings, anyStyle, printed } from "./any-settings.ts"

/** More with ROUTER_GATE_RUNS=5000. */
const numRuns = Number(process.env.ROUTER_GATE_RUNS ?? 1_000)
const isOwn = ownHandlers(["test-hook"])
const wanted = fixtureGroups()
const anyFile = fc.tuple(anySettings, anyStyle).map(([value, style]) => printed(value, style))

describe(`on ${numRuns} generated settings`, () => {
  it("install says what was meant, and only that", () => {
    check(anyFile, (before) => {
      const after = JSON.parse(strip(install(before).next))
      const expected = JSON.parse(strip(before))
      for (const one of wanted) {
        expected.hooks ??= {}
        expected.hooks[one.event] = [...(expected.hooks[one.event] ?? []), groupOf(one)]
      }
      expectSame(after, expected)
    })
  })

  it("a second install changes no byte", () => {
    check(anyFile, (before) => {
      const { next } = install(before)
      expect(install(next)).toMatchObject({ found: "complete", next })
    })
  })

  it("install and uninstall is the identity on bytes, without the fast path", () => {
    check(anyFile, (before) => {
      const { next, containers } = install(before)
      const back = planUninstall(next, isOwn, { before: "not this", untouched: false, containers })
      expect(back).toEqual({ ok: true, base: before })
    })
  })

  it("every byte of the original is still there, in its order, except white space inside empty brackets", () => {
    check(anyFile, (before) => {
      const { next } = install(before)
      expect(
        isSubsequence(
          before.replace(/([[{])\s+([\]}])/g, "$1$2"),
          String(next).replace(/([[{])\s+([\]}])/g, "$1$2"),
        ),
      ).toBe(true)
    })
  })

  it("without any record, uninstall leaves all foreign entries as they were", () => {
    check(anyFile, (before) => {
      const back = planUninstall(install(before).next, isOwn)
      if (!back.ok) throw new Error(back.problem.cause)
      expectSame(foreign(back.base), foreign(before))
      expect(back.base).not.toContain(`"${LAUNCHER}","args":[]`)
    })
  })

  it("whatever became of our entries, install makes them exactly one set and keeps the rest", () => {
    const damages = fc.array(fc.tuple(fc.nat(), fc.constantFrom("drop", "double", "age", "move", "join")), {
      maxLength: 4,
    })
    check(fc.tuple(anySettings, anyStyle, anyStyle, damages), ([value, style, later, steps]) => {
      const before = printed(value, style)
      const { next, containers } = install(before)
      const damaged = damage(strip(next), steps, later.unit)
      const recorded = { before, untouched: false, containers }
      const repaired = planInstall(damaged, wanted, isOwn, recorded)
      if (!repaired.ok) throw new Error(repaired.problem.cause)
      expect(install(repaired.next)).toMatchObject({ found: "complete", next: repaired.next })
      expectSame(foreign(repaired.next), foreign(damaged))
      expect(ownCount(repaired.next)).toBe(wanted.length)
      const back = planUninstall(repaired.next, isOwn, {
        before: repaired.base,
        untouched: false,
        containers: repaired.containers,
      })
      if (repaired.next !== damaged) expect(back).toEqual({ ok: true, base: repaired.base })
    })
  })
})

function check<T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void): void {
  fc.assert(fc.property(arbitrary, property), { numRuns })
}

/** Unlike `toStrictEqual`, not irritated by a key named "constructor". */
function expectSame(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(JSON.stringify(actual)).toBe(JSON.stringify(expected))
  expect(isDeepStrictEqual(actual, expected)).toBe(true)
}

function install(contents: string | null): SettingsPlan {
  const plan = planInstall(contents, wanted, isOwn)
  if (!plan.ok) throw new Error(plan.problem.cause)
  return plan
}

function strip(contents: string | null): string {
  return (contents ?? "{}").replace("\uFEFF", "")
}

/** What a file says without us and without empty event arrays. */
function foreign(contents: string | null): unknown {
  const { hooks, ...rest } = JSON.parse(strip(contents))
  const events = Object.entries((hooks ?? {}) as Record<string, Group[]>).map(([event, groups]) => {
    const kept = groups.map((group) => ({
      ...group,
      hooks: group.hooks.filter((handler) => !isOwn(handler)),
    }))
    return [
      event,
      kept.filter((group, index) => group.hooks.length > 0 || groups[index]?.hooks.length === 0),
    ] as const
  })
  return { rest, events: events.filter(([, groups]) => groups.length > 0) }
}

function ownCount(contents: string | null): number {
  const groups = Object.values(JSON.parse(strip(contents)).hooks as Record<string, Group[]>).flat()
  return groups.flatMap((group) => group.hooks).filter(isOwn).length
}

/** Does to our entries what users, other installers and older versions of ours do. */
function damage(text: string, steps: [number, string][], unit: string): string {
  const settings = JSON.parse(text)
  for (const [at, step] of steps) {
    const own = Object.entries(settings.hooks as Record<string, Group[]>).flatMap(([event, groups]) =>
      groups.flatMap((group) => group.hooks.filter(isOwn).map((handler) => ({ event, group, handler }))),
    )
    const one = own[at % Math.max(own.length, 1)]
    if (!one) continue
    const { event, group, handler } = one
    if (step === "drop") group.hooks = group.hooks.filter((other) => other !== handler)
    if (step === "double") settings.hooks[event].unshift({ hooks: [{ ...handler }] })
    if (step === "age")
      Object.assign(handler, { timeout: 10, command: "/old/router-gate/test-hook/launcher" })
    if (step === "move") settings.hooks[event].unshift({ matcher: "Bash", hooks: [handler] })
    if (step === "join" && settings.hooks[event][0] !== group) {
      group.hooks = group.hooks.filter((other) => other !== handler)
      settings.hooks[event][0].hooks.push(handler)
    }
    // A group that lost its last handler went with it.
    settings.hooks[event] = settings.hooks[event].filter(
      (other: Group) => other !== group || group.hooks.length > 0,
    )
  }
  return JSON.stringify(settings, null, unit)
}

function isSubsequence(part: string, whole: string): boolean {
  let from = 0
  for (const character of part) {
    from = whole.indexOf(character, from) + 1
    if (from === 0) return false
  }
  return true
}
