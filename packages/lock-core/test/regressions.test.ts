// Faults that were found after the tests for their files were written, each with the way it was found.
import { mkdirSync, utimesSync } from "node:fs"
import { expect, test } from "vitest"
import { isAncestorProcess, type ProcessProbes } from "../src/liveness.ts"
import { staleness } from "../src/stale.ts"
import { fileStore } from "../src/stores/file.ts"
import { formatLeaseName, parseLeaseName } from "../src/stores/lease-name.ts"
import { temporaryDirectory } from "./temporary-directory.ts"

test("a lock's sweep leaves alone what belongs to a lock with a longer key (proof, crash points)", () => {
  const dir = temporaryDirectory()
  const other = `${dir}/session-lock-ab1.d.init-x`
  mkdirSync(other)
  utimesSync(other, 1, 1)
  const record = { schema_version: 1, session_id: "s", pid: 0, acquired_at: 1_000, ttl_ms: 1_000 } as const
  expect(fileStore({ dir }).writeLock("ab", record, null)).toBe(true)
  expect(() => mkdirSync(other)).toThrow(/EEXIST/)
})

test("a lease of two hours is not from the future because the clock was set back before it (proof, clocks)", () => {
  const hour = 3_600_000
  const now = 1_700_000_000_000
  const record = {
    schema_version: 1,
    session_id: "s",
    pid: 7,
    acquired_at: now,
    ttl_ms: 2 * hour,
    boot_id: "b1",
  } as const
  // The generation never goes back, so it is three days ahead of the clock that the lease was written by.
  const name = formatLeaseName({ generation: now + 72 * hour, token: 1, record }, "n")
  const read = parseLeaseName(name)?.record
  if (!read) throw new Error("unreadable")
  expect(staleness(read, { wallMs: now + 60_000, monoMs: 1, bootId: "b2" }, "unknown")).toBeNull()
  expect(staleness(read, { wallMs: now + 3 * hour, monoMs: 1, bootId: "b2" }, "unknown")).toBe("expired")
})

test("looking for an ancestor ends at the first process that is older than it (proof, what a refusal costs)", () => {
  const tree: Record<number, [parent: number, start: string]> = {
    9: [8, "z"],
    8: [7, "y"],
    7: [1, "c"],
    1: [0, "a"],
  }
  const looked: number[] = []
  const probes: ProcessProbes = {
    bootId: () => "b",
    pidNamespace: () => "n",
    exists: () => true,
    inspect(pid) {
      looked.push(pid)
      const found = tree[pid]
      return found ? { parentPid: found[0], start: found[1], finished: false, name: "x" } : null
    },
  }
  const at = (pid: number, start: string) => ({ pid, start, bootId: "b", pidNamespace: "n" })
  tree[50] = [1, "x"]
  expect(isAncestorProcess(at(50, "x"), at(9, "z"), probes)).toBe(false)
  expect(looked).toEqual([50, 9, 8, 7])
  expect(isAncestorProcess(at(7, "c"), at(9, "z"), probes)).toBe(true)
  expect(isAncestorProcess(at(8, "y"), at(8, "y"), probes)).toBe(true)
})
