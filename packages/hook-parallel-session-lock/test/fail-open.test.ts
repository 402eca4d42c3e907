import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import {
  type HookPayload,
  type HookRun,
  preToolUse,
  runHookExecutable,
} from "@router-gate/hook-runtime/testing"
import { computeWorkspaceHash } from "@router-gate/lock-core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { HOOK, World } from "./session.ts"

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.end())

const SESSION = "67230c8e-3f5c-4c1b-9d55-0c1f6e8f1a01"

function event(more: Record<string, unknown> = {}): Record<string, unknown> {
  const tool_input = { file_path: join(world.workspace, "a.ts"), content: "x" }
  return preToolUse({ session_id: SESSION, cwd: world.workspace, tool_input, ...more })
}

function run(
  payload: HookPayload,
  more: { env?: Record<string, string>; uid?: number } = {},
): Promise<HookRun> {
  const env = { HOME: world.home, TMPDIR: world.root, CLAUDE_CODE_SESSION_ID: SESSION, ...more.env }
  const user = more.uid === undefined ? {} : { uid: more.uid, gid: more.uid }
  return runHookExecutable({ command: process.execPath, args: [HOOK], payload, env, ...user })
}

/** Exit 0, the call goes ahead, the user sees one line, and only the first time. */
async function expectFailsOpenVisibly(
  ask: () => Promise<HookRun>,
  code: RegExp,
  logDir = world.stateDir,
): Promise<void> {
  const first = await ask()
  expect(first).toMatchObject({ exitCode: 0, stderr: "", blocks: false, decision: "none" })
  expect(first.stdout.trim().split("\n")).toHaveLength(1)
  expect(Object.keys(first.output ?? {})).toEqual(["systemMessage"])
  expect(first.systemMessage).toMatch(code)
  expect(first.systemMessage).toContain("Nothing was blocked")
  expect(await ask()).toMatchObject({ exitCode: 0, stdout: "", stderr: "", blocks: false })
  const lines = world.log(logDir)
  expect(lines).toHaveLength(2)
  for (const line of lines) expect(line).toMatchObject({ level: "error", code: expect.stringMatching(code) })
}

describe("stdin that is no event", () => {
  const whole = () => JSON.stringify(event())
  test.each<[string, () => HookPayload, RegExp]>([
    ["empty", () => "", /STDIN_EMPTY/],
    ["closed", () => null, /STDIN_EMPTY/],
    ["truncated", () => whole().slice(0, 200), /STDIN_NOT_JSON/],
    ["not JSON", () => "hello", /STDIN_NOT_JSON/],
    ["not an object", () => "[1]", /STDIN_NOT_AN_EVENT/],
    ["an object of something else", () => '{"jsonrpc":"2.0"}', /STDIN_NOT_AN_EVENT/],
    ["10 MB", () => JSON.stringify(event({ padding: "x".repeat(10_000_000) })), /STDIN_TOO_LARGE/],
    ["binary", () => new Uint8Array(1000).fill(0xff), /STDIN_NOT_JSON/],
  ])("%s", async (_, payload, code) => {
    await expectFailsOpenVisibly(() => run(payload()), code)
  })

  test("an event that nobody knows is nobody's", async () => {
    const unknown = { ...event(), hook_event_name: "FullMoon" }
    expect(await run(unknown)).toMatchObject({ exitCode: 0, stdout: "", stderr: "", blocks: false })
    expect(world.log()).toMatchObject([{ level: "info", event: "FullMoon" }])
  })
})

describe("a lock that cannot answer", () => {
  const lockDir = () => join(world.locksDir, `session-lock-${computeWorkspaceHash(world.workspace)}.d`)

  test("the directory of a lock is a file", async () => {
    mkdirSync(world.locksDir)
    writeFileSync(lockDir(), "")
    await expectFailsOpenVisibly(() => run(event()), /UNREADABLE/)
  })

  test("the directory of all locks is a file", async () => {
    writeFileSync(world.locksDir, "")
    await expectFailsOpenVisibly(() => run(event()), /UNREADABLE|UNWRITABLE/)
  })

  test("the directory of a lock is full of junk", async () => {
    mkdirSync(lockDir(), { recursive: true })
    for (let i = 0; i < 50; i++) writeFileSync(join(lockDir(), `junk ${i}`), "")
    await expectFailsOpenVisibly(() => run(event()), /CORRUPT/)
  })

  test("junk beside the state of a lock does no harm", async () => {
    await run(event())
    for (let i = 0; i < 50; i++) writeFileSync(join(lockDir(), `junk ${i}`), "")
    expect(await run(event())).toMatchObject({ exitCode: 0, stdout: "" })
    expect((await world.agent().writes("b.ts")).blocks).toBe(true)
  })

  test("a state of a later version", async () => {
    mkdirSync(lockDir(), { recursive: true })
    writeFileSync(join(lockDir(), "b2.what.ever"), "")
    await expectFailsOpenVisibly(() => run(event()), /FUTURE_RECORD/)
  })

  test("a record of the future", async () => {
    mkdirSync(world.locksDir)
    writeFileSync(lockDir().replace(/d$/, "json"), JSON.stringify({ schema_version: 99, session_id: "x" }))
    await expectFailsOpenVisibly(() => run(event()), /FUTURE_RECORD/)
  })

  test("a record that is none is overwritten", async () => {
    mkdirSync(world.locksDir)
    writeFileSync(lockDir().replace(/d$/, "json"), "{ torn")
    expect(await run(event())).toMatchObject({ exitCode: 0, stdout: "", blocks: false })
    expect((await world.agent().writes("b.ts")).blocks).toBe(true)
  })

  // Root may read and write everything, so under root the hook is run as somebody else.
  const nobody = process.getuid?.() === 0 ? 65_534 : undefined
  describe.skipIf(process.platform === "win32")("that this user may not have", () => {
    const withoutRights = (env = {}) => run(event(), { env, ...(nobody !== undefined && { uid: nobody }) })

    beforeEach(() => {
      chmodSync(world.root, 0o755)
      mkdirSync(world.locksDir)
      mkdirSync(world.stateDir)
      if (nobody !== undefined) chownSync(world.stateDir, nobody, nobody)
    })
    afterEach(() => {
      for (const dir of [lockDir(), world.locksDir, world.stateDir])
        if (existsSync(dir)) chmodSync(dir, 0o755)
    })

    test("unreadable", async () => {
      mkdirSync(lockDir(), { mode: 0o000 })
      await expectFailsOpenVisibly(withoutRights, /UNREADABLE/)
    })

    test("read-only", async () => {
      chmodSync(world.locksDir, 0o555)
      await expectFailsOpenVisibly(withoutRights, /UNWRITABLE/)
    })

    test("neither lock nor log can be written: the temporary directory keeps the log", async () => {
      chmodSync(world.locksDir, 0o555)
      chmodSync(world.stateDir, 0o555)
      if (nobody !== undefined) chownSync(world.stateDir, 0, 0)
      const TMPDIR = join(world.root, "tmp")
      mkdirSync(TMPDIR)
      chmodSync(TMPDIR, 0o1777)
      const log = join(TMPDIR, `router-gate-${nobody ?? process.getuid?.()}`)
      await expectFailsOpenVisibly(() => withoutRights({ TMPDIR }), /UNWRITABLE/, log)
    })
  })
})

describe("no home", () => {
  const fallback = () => join(world.root, `router-gate-${process.getuid?.() ?? "user"}`)
  test.each<[string, Record<string, string>]>([
    ["not set", {}],
    ["empty", { HOME: "" }],
    ["relative", { HOME: "home" }],
    ["of a directory that is not there", { HOME: "/nonexistent/home" }],
  ])("HOME %s", async (_, env) => {
    const ask = () =>
      runHookExecutable({
        command: process.execPath,
        args: [HOOK],
        payload: event(),
        env: { TMPDIR: world.root, ...env },
        cwd: world.root,
      })
    await expectFailsOpenVisibly(ask, /NO_HOME/, fallback())
    expect(existsSync("/nonexistent")).toBe(false)
  })

  test("CLAUDE_CONFIG_DIR is home enough", async () => {
    const config = join(world.root, "config")
    const ask = () =>
      runHookExecutable({
        command: process.execPath,
        args: [HOOK],
        payload: event(),
        env: { CLAUDE_CONFIG_DIR: config, TMPDIR: world.root },
      })
    expect(await ask()).toMatchObject({ exitCode: 0, stdout: "" })
    expect(readdirSync(config)).toEqual(["runtime"])
  })
})

test("ROUTER_GATE=0 switches it off", async () => {
  const alice = world.agent()
  await alice.writes("a.ts")
  const bob = world.agent({ env: { ROUTER_GATE: "0" } })
  expect(await bob.writes("b.ts")).toMatchObject({ exitCode: 0, stdout: "", stderr: "", blocks: false })
})

test("an event of another client, with most of it missing, is let pass", async () => {
  const bare = { hook_event_name: "PreToolUse", tool_name: "Write", tool_input: {} }
  expect(await run(bare)).toMatchObject({ exitCode: 0, stdout: "", stderr: "", blocks: false })
})
