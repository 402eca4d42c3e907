import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { systemInstant } from "@router-gate/lock-core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { DEFAULT_CONFIG } from "../../src/default-config.ts"
import type { GateDeps } from "../../src/gate-deps.ts"
import { fileMemory } from "../../src/remote/memory.ts"
import { noteUnasked } from "../../src/remote/note-unasked.ts"
import type { Remembered } from "../../src/remote/remembered.ts"

const KEY = "example.org/acme/app#main"
const CONFIG = '[remote "origin"]\n\turl = git@example.org:acme/app.git\n'
const REPOSITORY: Readonly<Record<string, string>> = {
  "/app/.git/HEAD": "ref: refs/heads/main\n",
  "/app/.git/config": CONFIG,
}
/** A command's two minutes, the margin of one, and a third of five. */
const ENOUGH_MS = 280_000

interface Noted {
  readonly text: string
  readonly untilMs: number | undefined
}

let configDir: string
beforeEach(() => {
  configDir = mkdtempSync(join(tmpdir(), "router-gate-note-"))
})
afterEach(() => rmSync(configDir, { recursive: true, force: true }))

const memory = () => fileMemory(configDir, "s")

/** Remembers a lease of which so much is left. */
function remembers(leftMs: number, more: Partial<Remembered> = {}): Remembered {
  const { monoMs, wallMs, bootId } = systemInstant()
  const times = { monoExpiresAt: (monoMs ?? 0) + leftMs, wallExpiresAt: wallMs + leftMs, silentUntil: 0 }
  const remembered = { key: KEY, workspace: "/app", token: 7, boot: bootId, ...times, ...more }
  memory().write(remembered)
  return remembered
}

interface Scene {
  readonly files?: Readonly<Record<string, string>>
  readonly config?: Partial<GateDeps["config"]>
  readonly env?: Record<string, string>
  readonly before?: string | null
  readText?(path: string): string | null
  onWrite?(): void
}

/** What becomes of the note: what is written last, or that it is removed; undefined: nothing. */
function noteIn(scene: Scene = {}): Noted | "removed" | undefined {
  const { files = REPOSITORY, config = {}, env = {}, before = null } = scene
  let noted: Noted | "removed" | undefined
  const note: GateDeps["note"] = {
    read: () => before,
    write(text, untilMs) {
      noted = { text, untilMs }
      scene.onWrite?.()
    },
    remove() {
      noted = "removed"
    },
    suspendedMs: () => 0,
  }
  const exists = (path: string): boolean =>
    Object.keys(files).some((file) => `${file}/`.startsWith(`${path}/`))
  const deps = {
    note,
    env,
    config: { ...DEFAULT_CONFIG, store: { type: "etcd" }, ...config },
    places: { configDir, home: "/home", tempDirs: [] },
    fs: { exists, realPath: (path: string) => path },
    readText: scene.readText ?? ((path: string) => files[path] ?? null),
  } as unknown as GateDeps
  const local = { workspace: "/app", terms: "owner 1 2 3 4", place: "\n/app\n/locks/app.d\n", before }
  noteUnasked(local, { sessionId: "s", toolName: "Write", toolInput: {}, cwd: "/app" }, deps)
  return noted
}

const textOf = (until: string, head = "ref: refs/heads/main", path = "/app/.git/HEAD"): string =>
  `owner 1 2 3 4 ${until}\n/app\n/locks/app.d\n${path}\n${head}\n`
const untilOf = ({ monoExpiresAt, wallExpiresAt }: Remembered, enoughMs = ENOUGH_MS): string =>
  `${Math.floor(monoExpiresAt - enoughMs)} ${wallExpiresAt - enoughMs}`
const expectNoted = (known: Remembered, enoughMs = ENOUGH_MS, scene: Scene = {}, ...head: string[]): void =>
  expect(noteIn(scene)).toEqual({
    text: textOf(untilOf(known, enoughMs), ...head),
    untilMs: known.wallExpiresAt - enoughMs,
  })

describe("a lease that a store has to hear of is noted", () => {
  test("with the times until which no command needs it asked, and the branch", () => {
    expectNoted(remembers(480_000))
  })
  test("up to the last moment", () => expectNoted(remembers(ENOUGH_MS + 5_000)))
  test("for as long as commands take by the client's setting", () => {
    const env = { BASH_DEFAULT_TIMEOUT_MS: "600000" }
    expectNoted(remembers(960_000), 760_000, { env })
    expect(noteIn({ env, files: {} })).toBe("removed")
  })
  test("with a branch that is none, where the settings say the name", () => {
    const head = "0123456789abcdef0123456789abcdef01234567"
    const files = { ...REPOSITORY, "/app/.git/HEAD": `${head}\n` }
    expectNoted(remembers(480_000), ENOUGH_MS, { files, config: { workspaceId: KEY } }, head)
  })
  test("in a linked work tree, which has its own branch", () => {
    const files = {
      "/app/.git": "gitdir: /main/.git/worktrees/app\n",
      "/main/.git/worktrees/app/HEAD": "ref: refs/heads/main\n",
      "/main/.git/worktrees/app/commondir": "../..\n",
      "/main/.git/config": CONFIG,
    }
    const path = "/main/.git/worktrees/app/HEAD"
    expectNoted(remembers(480_000), ENOUGH_MS, { files }, "ref: refs/heads/main", path)
  })
  test("until a lease would be renewed, where other hosts have no name for the workspace", () => {
    const { "/app/.git/config": _, ...files } = REPOSITORY
    const { monoMs, wallMs } = systemInstant()
    const { text, untilMs = 0 } = noteIn({ files }) as Noted
    const [mono, wall] = text.split("\n")[0]?.split(" ").slice(5).map(Number) ?? []
    expect(wall).toBe(untilMs)
    expect(untilMs - wallMs).toBeGreaterThanOrEqual(200_000)
    expect(untilMs - wallMs).toBeLessThan(230_000)
    expect((mono as number) - (monoMs as number)).toBeGreaterThan(199_000)
    expect((mono as number) - (monoMs as number)).toBeLessThan(230_000)
  })
  test("once", () => {
    const known = remembers(480_000)
    const before = textOf(untilOf(known))
    expect(noteIn({ before })).toBeUndefined()
    remembers(490_000)
    expect(noteIn({ before })).toMatchObject({ text: expect.not.stringContaining(before) })
  })
})

describe("a note is removed", () => {
  test("where nothing is remembered", () => expect(noteIn()).toBe("removed"))

  test.each<[string, number, Partial<Remembered>]>([
    ["what is left is too little for a command", ENOUGH_MS - 1, {}],
    ["too little is left by the monotonic clock", 480_000, { monoExpiresAt: 1 }],
    ["too little is left by the wall clock", 480_000, { wallExpiresAt: Date.now() + ENOUGH_MS - 1 }],
    ["it is of another boot", 480_000, { boot: "0ther" }],
    ["the lease was lost", 480_000, { monoExpiresAt: 0, wallExpiresAt: 0 }],
    ["it is another branch's", 480_000, { key: "example.org/acme/app#next" }],
  ])("where %s", (_, leftMs, more) => {
    remembers(leftMs, more)
    expect(noteIn()).toBe("removed")
  })

  test.each([
    "",
    "ref: refs/heads/main",
    "ref: refs/heads/main\r\n",
    " ref: refs/heads/main\n",
    "ref: refs/heads/main\nmore\n",
    "ref: refs/heads/\\main\n",
    "ref: refs/heads/mäin\n",
  ])("where the branch is said in a way that a shell may read otherwise: %j", (head) => {
    remembers(480_000)
    const config = { workspaceId: KEY }
    expect(noteIn({ config, files: { ...REPOSITORY, "/app/.git/HEAD": head } })).toBe("removed")
  })
  test("where the branch is said in no file", () => {
    remembers(480_000)
    expect(noteIn({ config: { workspaceId: KEY }, files: { "/app/a": "" } })).toBe("removed")
  })

  test("where what is remembered is given back while it is noted", () => {
    remembers(480_000)
    expect(noteIn({ onWrite: () => memory().forget(KEY) })).toBe("removed")
  })
})

test("a branch that changes while it is looked at is noted with its own lease, or not at all", () => {
  remembers(480_000)
  const heads = ["ref: refs/heads/next\n", "ref: refs/heads/main\n"]
  const readText = (path: string): string | null => {
    if (path !== "/app/.git/HEAD") return REPOSITORY[path] ?? null
    return heads.shift() ?? "ref: refs/heads/main\n"
  }
  expect(noteIn({ readText })).toBe("removed") // there is no lease of next
})
