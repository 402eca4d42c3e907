import { existsSync, rmSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { afterEach, describe, expect, test } from "vitest"
import { DEFAULT_CONFIG } from "../src/default-config.ts"
import type { GateDeps } from "../src/gate-deps.ts"
import { noteLease, renewalTerms } from "../src/lease-note.ts"
import { finishSession } from "../src/turn.ts"
import { Desk } from "./hot-desk.ts"

const MINUTE_MS = 60_000

test.each<[ttlMs: number, env: Record<string, string>, beforeMs: number, afterMs: number]>([
  [5 * MINUTE_MS, {}, 180_000, 240_000],
  [60 * MINUTE_MS, {}, 36 * MINUTE_MS, 48 * MINUTE_MS],
  // No lease is that long: before every call and after it, Node extends.
  [MINUTE_MS, {}, 180_000, 48_000],
  [1_001, {}, 180_000, 801],
  [5 * MINUTE_MS, { BASH_DEFAULT_TIMEOUT_MS: "600000" }, 660_000, 240_000],
  [5 * MINUTE_MS, { BASH_DEFAULT_TIMEOUT_MS: "1000" }, 180_000, 240_000],
  [5 * MINUTE_MS, { BASH_DEFAULT_TIMEOUT_MS: "599999.5" }, 660_000, 240_000],
  [5 * MINUTE_MS, { BASH_DEFAULT_TIMEOUT_MS: "-1" }, 180_000, 240_000],
  [5 * MINUTE_MS, { BASH_DEFAULT_TIMEOUT_MS: "later" }, 180_000, 240_000],
])("renewalTerms(%i, %o) are %i and %i", (ttlMs, env, beforeMs, afterMs) => {
  expect(renewalTerms(ttlMs, env)).toEqual({ beforeMs, afterMs })
})

const client = { pid: 7, start: "zz", bootId: "0007b007", pidNamespace: "n5" }
const OWNER = "s.7.zz.0007b007.n5"
const NEVER = "1000000000000000"

/** The notes that are written, one after the other, for calls in these workspaces. */
function notesFor(
  calls: string[][],
  overrides: Partial<GateDeps> = {},
  suspendedMs: number | null = 42,
): string[] {
  const written: string[] = []
  const note = {
    read: () => written.at(-1) ?? null,
    write: (text: string) => void written.push(text),
    remove: () => {},
    suspendedMs: () => suspendedMs,
  }
  const lockOf = (workspace: string) => ({ stateDir: `/locks${workspace}.d` })
  const deps = { note, client, config: DEFAULT_CONFIG, env: {}, lockOf, ...overrides } as unknown as GateDeps
  for (const workspaces of calls)
    noteLease(workspaces, { sessionId: "s", toolName: "Write", toolInput: {} }, deps)
  return written
}

describe("a note", () => {
  const first = `${OWNER} 1295 42 180000 240000\n/a\n/locks/a.d\n`
  const of = (workspace: string, after: string): string =>
    `${OWNER} 1295 42 180000 ${after}\n/${workspace}\n/locks/${workspace}.d\n`

  test.each<[string, string[][], string[]]>([
    ["is written at the first call", [["/a"]], [first]],
    ["is kept while nothing changes", [["/a"], ["/a"], ["/a"]], [first]],
    ["is not written where nothing is changed", [[]], []],
    [
      "of the latest workspace, when there are several in turn",
      [["/a"], ["/b"]],
      [of("a", "240000"), of("b", NEVER)],
    ],
    [
      "never again lets be after a call",
      [["/a"], ["/b"], ["/a"]],
      [of("a", "240000"), of("b", NEVER), of("a", NEVER)],
    ],
    [
      "of a call in two workspaces lets none be",
      [
        ["/a", "/b"],
        ["/a", "/b"],
      ],
      [of("a", NEVER)],
    ],
    [
      "of one workspace becomes one of two",
      [["/a"], ["/a", "/b"], ["/a"]],
      [of("a", "240000"), of("a", NEVER)],
    ],
  ])("%s", (_, calls, notes) => expect(notesFor(calls)).toEqual(notes))

  test.each<[string, Partial<GateDeps>, string[]]>([
    ["the client is not to be seen", { client: undefined }, ["/a"]],
    ["nobody knows when the client started", { client: { ...client, start: undefined } as never }, ["/a"]],
    ["nobody knows the boot", { client: { ...client, bootId: undefined } as never }, ["/a"]],
    ["no launcher asked for one", { note: null }, ["/a"]],
    ["the workspace has a newline in its name", {}, ["/a\nb"]],
    ["the workspace has a backslash in its name", {}, ["/a\\b"]],
  ])("is not written where %s", (_, overrides, workspaces) => {
    expect(notesFor([workspaces], overrides)).toEqual([])
  })

  test("is not written where no shell can read the clock", () =>
    expect(notesFor([["/a"]], {}, null)).toEqual([]))
  test("says so when the machine was suspended for less than nothing", () =>
    expect(notesFor([["/a"]], {}, -3)[0]).toContain(" 1295 -3 180000 "))
  test("that another process of the session left is written anew", () => {
    const calls = { read: () => first.replace("s.7.", "s.8."), remove: () => {}, suspendedMs: () => 42 }
    const written: string[] = []
    notesFor([["/a"]], { note: { ...calls, write: (text) => void written.push(text) } })
    expect(written).toEqual([first])
  })
})

describe.runIf(process.platform === "linux")("when a turn ends, a note", () => {
  let desk: Desk
  afterEach(() => desk.end())

  test("is gone before a lease is given back to a store", async () => {
    desk = await new Desk().opens()
    const { deps } = desk
    const found: unknown[] = []
    const look = async () => void found.push(existsSync(desk.note), desk.name.split(".")[2])
    const config = { ...deps.config, store: { type: "etcd" as const } }
    const loadShared = () => ({ finishRemotely: look }) as unknown as ReturnType<GateDeps["loadShared"]>
    expect(existsSync(desk.note)).toBe(true)
    await finishSession(desk.session, { ...deps, config, loadShared })
    expect(found).toEqual([false, "h"])
    expect(desk.name.split(".")[2]).toBe("f")
  })

  test("that cannot be removed keeps no lease", async () => {
    desk = await new Desk().opens()
    rmSync(dirname(desk.note), { recursive: true })
    writeFileSync(dirname(desk.note), "a file in the folder's place")
    await finishSession(desk.session, desk.deps).catch(() => {})
    expect(desk.name.split(".")[2]).toBe("f")
  })
})
