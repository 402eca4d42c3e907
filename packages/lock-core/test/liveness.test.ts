import { describe, expect, test } from "vitest"
import {
  ancestorsOf,
  identifyProcess,
  isAncestorProcess,
  isSameProcess,
  judgeLiveness,
  type Liveness,
  type ProcessIdentity,
  type ProcessProbes,
  processOf,
} from "../src/liveness.ts"

const PROCESS: ProcessIdentity = { pid: 101, start: "s1", bootId: "b1", pidNamespace: "n1" }

/** Here: boot b1, namespace n1, process 101 running since s1. */
const here = (change: Partial<ProcessProbes> = {}): ProcessProbes => ({
  bootId: () => "b1",
  pidNamespace: () => "n1",
  exists: (pid) => pid === 101,
  inspect: (pid) => (pid === 101 ? { start: "s1", finished: false, name: "node", parentPid: 1 } : null),
  ...change,
})
const without = (...names: (keyof ProcessIdentity)[]): ProcessIdentity =>
  Object.fromEntries(Object.entries(PROCESS).filter(([name]) => !names.includes(name as never))) as never

describe("whether a process lives", () => {
  const seen = (start: string, finished = false) => ({
    inspect: () => ({ start, finished, name: "node", parentPid: 1 }),
  })
  const hidden = { inspect: () => null }
  // biome-ignore format: one row a line
  test.each<[string, ProcessIdentity, Partial<ProcessProbes>, Liveness]>([
    ["there, with the same start time", PROCESS, {}, "alive"],
    ["no such pid", PROCESS, { exists: () => false, ...hidden }, "dead"],
    ["no such pid, not even asked further", PROCESS, { exists: () => false }, "dead"],
    ["a zombie", PROCESS, seen("s1", true), "dead"],
    ["a zombie whose start was never known", without("start"), seen("s1", true), "dead"],
    ["another start time: the pid was reused", PROCESS, seen("s2"), "dead"],
    ["there, but /proc hides it", PROCESS, hidden, "exists"],
    ["there, its start never recorded", without("start"), {}, "exists"],
    ["gone, its start never recorded", without("start"), { exists: () => false, ...hidden }, "dead"],
    ["another boot", { ...PROCESS, bootId: "b0" }, { exists: () => false }, "unknown"],
    ["another pid namespace", { ...PROCESS, pidNamespace: "n0" }, { exists: () => false }, "unknown"],
    ["its boot never recorded", without("bootId"), { exists: () => false }, "unknown"],
    ["its namespace never recorded", without("pidNamespace"), { exists: () => false }, "unknown"],
    ["this boot has no name", PROCESS, { bootId: () => null, exists: () => false }, "unknown"],
    ["no namespaces here, one recorded", PROCESS, { pidNamespace: () => null, exists: () => false }, "unknown"],
    ["a system without namespaces", without("pidNamespace"), { pidNamespace: () => null }, "alive"],
    ["nothing known but the pid", { pid: 101 }, { exists: () => false }, "unknown"],
  ])("%s", (_, process, probes, verdict) => expect(judgeLiveness(process, here(probes))).toBe(verdict))
})

describe("whether two are one process", () => {
  test.each([
    ["in every respect", PROCESS, { ...PROCESS }, true],
    ["another pid", PROCESS, { ...PROCESS, pid: 102 }, false],
    ["another start", PROCESS, { ...PROCESS, start: "s2" }, false],
    ["another boot", PROCESS, { ...PROCESS, bootId: "b2" }, false],
    ["another namespace", PROCESS, { ...PROCESS, pidNamespace: "n2" }, false],
    ["one start unknown", PROCESS, without("start"), false],
    ["both starts unknown", without("start"), without("start"), false],
    ["both boots unknown", without("bootId"), without("bootId"), false],
    ["both without a namespace", without("pidNamespace"), without("pidNamespace"), true],
    ["nobody", null, PROCESS, false],
    ["nobody and nobody", null, null, false],
  ] as const)("%s", (_, one, other, same) => {
    expect(isSameProcess(one, other)).toBe(same)
    expect(isSameProcess(other, one)).toBe(same)
  })
})

describe("a process's identity", () => {
  test.each([0, -1, 1.5, Number.NaN, 2 ** 53])("%d is no pid", (pid) =>
    expect(identifyProcess(pid, here())).toBeNull(),
  )

  test.each<[string, Partial<ProcessProbes>, ProcessIdentity]>([
    ["all that can be told", {}, PROCESS],
    ["hidden", { inspect: () => null }, without("start")],
    ["no boot id", { bootId: () => null }, without("bootId")],
    ["no namespaces", { pidNamespace: () => null }, without("pidNamespace")],
  ])("%s", (_, probes, expected) => expect(identifyProcess(101, here(probes))).toStrictEqual(expected))

  test("is in the record that was written for it", () => {
    const five = { schema_version: 1, session_id: "alice", acquired_at: 0, ttl_ms: 0 } as const
    const whole = { ...five, pid: 101, process_start: "s1", boot_id: "b1", pid_namespace: "n1" }
    expect(processOf(whole)).toStrictEqual(PROCESS)
    expect(processOf({ ...five, pid: 101 })).toStrictEqual({ pid: 101 })
    expect(processOf({ ...five, pid: 0 })).toBeNull()
    expect(processOf({ ...five, pid: -1 })).toBeNull()
  })
})

describe("ancestors", () => {
  /** pid → parent. */
  const tree = (parents: Record<number, number>): ProcessProbes =>
    here({
      exists: (pid) => pid in parents,
      inspect: (pid) => {
        const parentPid = parents[pid]
        return parentPid === undefined ? null : { start: `s${pid}`, finished: false, name: "node", parentPid }
      },
    })
  const named = (pid: number): ProcessIdentity => ({ ...PROCESS, pid, start: `s${pid}` })
  const family = tree({ 1: 0, 10: 1, 20: 10, 30: 20, 40: 1 })

  test.each([
    ["a chain, nearest first", family, 30, [20, 10, 1]],
    ["init has none", family, 1, []],
    ["a process that cannot be seen has none", family, 99, []],
    ["a chain that ends in one that cannot be seen", tree({ 30: 20 }), 30, [20]],
    ["a loop ends", tree({ 5: 6, 6: 5 }), 5, [6, 5]],
  ])("%s", (_, probes, pid, chain) => expect(ancestorsOf(pid, probes)).toEqual(chain))

  test("are followed 64 deep and no further", () => {
    const deep = tree(Object.fromEntries(Array.from({ length: 500 }, (_, pid) => [pid + 1, pid])))
    expect(ancestorsOf(500, deep)).toHaveLength(64)
  })

  test.each([
    ["a parent", named(20), named(30), true],
    ["a grandparent", named(10), named(30), true],
    ["the process itself", named(30), named(30), true],
    ["a child", named(30), named(20), false],
    ["a sibling", named(40), named(30), false],
    ["a parent's pid, reused", { ...named(20), start: "s0" }, named(30), false],
    ["a parent of unknown age", { pid: 20, bootId: "b1", pidNamespace: "n1" }, named(30), false],
    ["a parent of another boot", { ...named(20), bootId: "b0" }, { ...named(30), bootId: "b0" }, false],
    ["a claimant of another namespace", named(20), { ...named(30), pidNamespace: "n0" }, false],
  ])("%s", (_, ancestor, process, expected) =>
    expect(isAncestorProcess(ancestor, process, family)).toBe(expected),
  )
})
