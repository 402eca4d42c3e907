import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { startSession } from "../src/rarely/start-session.ts"
import { type SweepFs, sweepNotes } from "../src/rarely/sweep-notes.ts"
import { Desk } from "./hot-desk.ts"

const DAY_MS = 24 * 60 * 60_000
const refusal = (code: string): Error => Object.assign(new Error(code), { code })

let desk: Desk
beforeEach(() => {
  desk = new Desk()
})
afterEach(() => desk.end())

/** Files in memory by the time that they were written. */
function files(all: Record<string, number>, faults: Partial<SweepFs> = {}): SweepFs {
  const named = (path: string): string => path.split(/[\\/]/).at(-1) ?? ""
  return {
    readdirSync: () => Object.keys(all),
    statSync: (path) => ({ mtimeMs: all[named(path)] ?? 0 }),
    rmSync: (path) => {
      delete all[named(path)]
    },
    ...faults,
  }
}

test("what is older than a week goes", () => {
  const all = { old: 0, exact: DAY_MS, young: 2 * DAY_MS, later: 99 * DAY_MS }
  sweepNotes("/turns", 8 * DAY_MS, files(all))
  expect(Object.keys(all)).toEqual(["exact", "young", "later"])
})

test.each<[string, Partial<SweepFs>]>([
  [
    "the folder cannot be read",
    {
      readdirSync: () => {
        throw refusal("ENOENT")
      },
    },
  ],
  [
    "a note is gone meanwhile",
    {
      statSync: () => {
        throw refusal("ENOENT")
      },
    },
  ],
  [
    "a note cannot be removed",
    {
      rmSync: () => {
        throw refusal("EPERM")
      },
    },
  ],
])("nothing fails when %s", (_, faults) => sweepNotes("/turns", 9 * DAY_MS, files({ a: 0, b: 0 }, faults)))

test("a fault of ours is not hidden", () => {
  const faults = {
    statSync: () => {
      throw new TypeError("ours")
    },
  }
  expect(() => sweepNotes("/turns", 9 * DAY_MS, files({ a: 0 }, faults))).toThrow("ours")
})

test("a session that begins sweeps, and says nothing of it", async () => {
  const turns = join(desk.config, "router-gate/turns")
  mkdirSync(turns, { recursive: true })
  const longAgo = new Date(Date.now() - 8 * DAY_MS)
  for (const name of ["old", "young"]) writeFileSync(join(turns, name), "")
  utimesSync(join(turns, "old"), longAgo, longAgo)
  expect(await startSession(desk.session, desk.workspace, desk.deps)).toBe(undefined)
  expect(["old", "young"].map((name) => existsSync(join(turns, name)))).toEqual([false, true])
})
