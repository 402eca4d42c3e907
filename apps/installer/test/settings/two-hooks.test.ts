import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ownHandlers, type WantedGroup } from "../../src/settings/own-handlers.ts"
import { planInstall, planUninstall } from "../../src/settings/plan-settings.ts"
import { fixtureGroups } from "../fixture-hook.ts"
import { anySettings, anyStyle, printed } from "./any-settings.ts"

const numRuns = Number(process.env.ROUTER_GATE_RUNS ?? 1_000)
const launcher = "/home/u/.claude/router-gate/second-hook/launcher"
const handler = { type: "command", command: launcher, args: [], timeout: 5 }
const first = fixtureGroups()
/** On an event that the first hook has too, with another matcher; and on events that it has not. */
const anySecond: fc.Arbitrary<WantedGroup[]> = fc.subarray(
  [
    { event: "PreToolUse", matcher: "Bash", handler },
    { event: "Stop", handler },
    { event: "SessionStart", handler },
    { event: "SubagentStop", handler },
  ],
  { minLength: 1 },
)
const isFirst = ownHandlers(["test-hook"])
const isSecond = ownHandlers(["second-hook"])
const isOwn = ownHandlers(["test-hook", "second-hook"])
const anyCase = fc.tuple(anySettings, anyStyle, anySecond)

describe(`two hooks, on ${numRuns} generated settings`, () => {
  it("install and uninstall of both is the identity on bytes, without the fast path", () => {
    check((before, second) => {
      const { next, containers } = planned(before, [...first, ...second])
      const back = planUninstall(next, isOwn, { before: "not this", untouched: false, containers })
      expect(back).toEqual({ ok: true, base: before })
    })
  })

  it("added later, the second gives the file that both give at once", () => {
    check((before, second) => {
      const alone = planned(before, first)
      const recorded = { before, untouched: false, containers: alone.containers }
      const later = planInstall(alone.next, [...first, ...second], isOwn, recorded)
      expect(later).toMatchObject({ found: "partly", base: before })
      expect(later).toMatchObject({ next: planned(before, [...first, ...second]).next })
    })
  })

  it("taken out alone, the second leaves every byte as it is without it", () => {
    check((before, second) => {
      const both = planned(before, [...first, ...second])
      const recorded = { before, untouched: false, containers: both.containers }
      expect(planUninstall(both.next, isSecond, recorded)).toEqual({
        ok: true,
        base: planned(before, first).next,
      })
    })
  })

  it("neither takes the other's entries for its own", () => {
    check((before, second) => {
      const { next } = planned(before, [...first, ...second])
      const left = planUninstall(next, isFirst)
      if (!left.ok) throw new Error(left.problem.cause)
      const groups = Object.values(JSON.parse(String(left.base).replace("\uFEFF", "")).hooks).flat()
      const handlers = (groups as { hooks: unknown[] }[]).flatMap((group) => group.hooks)
      expect(handlers.filter(isSecond)).toHaveLength(second.length)
      expect(handlers.filter(isFirst)).toEqual([])
    })
  })
})

function check(property: (before: string, second: WantedGroup[]) => void): void {
  const run = ([value, style, second]: [
    Parameters<typeof printed>[0],
    Parameters<typeof printed>[1],
    WantedGroup[],
  ]) => property(printed(value, style), second)
  fc.assert(fc.property(anyCase, run), { numRuns })
}

function planned(contents: string, wanted: readonly WantedGroup[]) {
  const plan = planInstall(contents, wanted, isOwn)
  if (!plan.ok) throw new Error(plan.problem.cause)
  return plan
}
