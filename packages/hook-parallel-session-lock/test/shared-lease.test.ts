import { systemInstant } from "@router-gate/lock-core"
import { describe, expect, test } from "vitest"
import { DEFAULT_CONFIG } from "../src/default-config.ts"
import type { GateDeps, SessionCall } from "../src/gate-deps.ts"
import { keepUpShared, noteShared, takeShared } from "../src/rarely/shared-lease.ts"

const { monoMs, wallMs } = systemInstant()
const TERMS = "s.7.zz.0007b007.n5 1295 0 180000 240000"
const PLACE = "\n/app\n/locks/app.d\n"
const HEAD = "/app/.git/HEAD"

interface Note {
  terms?: string
  monoLeftMs?: number
  wallLeftMs?: number
  branch?: string
}

const noteOf = ({
  terms = TERMS,
  monoLeftMs = 60_000,
  wallLeftMs = 60_000,
  branch = "main",
}: Note = {}): string =>
  `${terms} ${Math.floor((monoMs as number) + monoLeftMs)} ${wallMs + wallLeftMs}${PLACE}${HEAD}\nref: refs/heads/${branch}\n`

interface Scene {
  readonly note?: string | null
  readonly tool?: Partial<SessionCall>
  readonly workspaces?: (string | null)[]
  readonly deps?: Partial<GateDeps>
}

/** Which of taking, keeping up and noting go on to what a session remembers of its lease in the store. */
async function asked({
  note = noteOf(),
  tool,
  workspaces = ["/app"],
  deps: more,
}: Scene = {}): Promise<string[]> {
  const went: string[] = []
  const shared = {
    takeRemotely: async () => void went.push("take"),
    keepUpRemotely: async () => void went.push("keep up"),
    noteUnasked: () => void went.push("note"),
  }
  const deps = {
    note: { read: () => note },
    client: { pid: 7, start: "zz", bootId: "0007b007", pidNamespace: "n5" },
    config: { ...DEFAULT_CONFIG, store: { type: "etcd" } },
    env: {},
    readText: (path: string) => (path === HEAD ? "ref: refs/heads/main\n" : null),
    loadShared: () => shared,
    ...more,
  } as unknown as GateDeps
  const call = { sessionId: "s", toolName: "Write", toolInput: {}, ...tool }
  const named = workspaces.filter((one) => one !== null)
  const taken = await takeShared(named, call, deps)
  expect(taken).toBe(went.length > 0 ? undefined : null)
  await keepUpShared(workspaces, call, deps, undefined)
  noteShared({ workspace: named[0] as string, terms: TERMS, place: PLACE, before: note }, call, deps)
  return went
}

const ALL = ["take", "keep up", "note"]

describe("a store need not be asked", () => {
  test("as long as that is noted", async () => expect(await asked()).toEqual([]))
  test("for a command either", async () =>
    expect(await asked({ tool: { toolName: "Bash", toolInput: { command: "make" } } })).toEqual([]))
  test("after a call that changed what is no workspace", async () =>
    expect(await asked({ workspaces: ["/app", null] })).toEqual([]))
  test.each<[string, Partial<SessionCall>]>([
    ["longer than commands are", { toolName: "Bash", toolInput: { command: "make", timeout: 600_000 } }],
    ["of unknown length", { toolName: "mcp__x__write" }],
  ])("but before a call %s", async (_, tool) => expect(await asked({ tool })).toEqual(["take"]))
})

describe("a store is asked for what is remembered", () => {
  test.each<[string, Scene]>([
    ["nothing is noted", { note: null }],
    ["what is noted is not of a store", { note: `${TERMS}${PLACE}` }],
    ["it is over by the one clock", { note: noteOf({ monoLeftMs: 0 }) }],
    ["it is over by the other one", { note: noteOf({ wallLeftMs: 0 }) }],
    ["it is of another session", { note: noteOf({ terms: TERMS.replace("s.", "t.") }) }],
    ["it is of another process", { note: noteOf({ terms: TERMS.replace(".7.", ".8.") }) }],
    ["it is of another boot", { note: noteOf({ terms: TERMS.replace("0007b007", "0008b008") }) }],
    ["it is of another branch", { note: noteOf({ branch: "next" }) }],
    ["nobody says the branch", { deps: { readText: () => null } }],
    ["its last line is cut", { note: noteOf().slice(0, -3) }],
    ["the client is not to be seen", { deps: { client: undefined } }],
  ])("where %s", async (_, scene) => expect(await asked(scene)).toEqual(ALL))

  test("of another workspace", async () => expect(await asked({ workspaces: ["/lib"] })).toEqual(ALL))
  test("of two workspaces", async () =>
    expect(await asked({ workspaces: ["/app", "/lib"] })).toEqual(["take", "keep up"]))
})

describe("what is noted is noted anew", () => {
  test.each<[string, string]>([
    ["when its terms are others", noteOf({ terms: TERMS.replace("240000", "1000000000000000") })],
    ["when its lock is elsewhere", noteOf().replace("/locks/", "/other/")],
  ])("%s", async (_, note) => expect(await asked({ note })).toEqual(["note"]))
})
