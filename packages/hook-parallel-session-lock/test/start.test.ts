import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { type HookRun, preToolUse, runHookExecutable, stop } from "@router-gate/hook-runtime/testing"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { executableFiles, nodeFlags } from "../src/index.ts"
import { type Agent, HOOK, heldBy, silent, World } from "./session.ts"

let world: World
let build: string
let compiled: string
beforeEach(() => {
  world = new World()
  build = join(world.root, "build")
  compiled = join(build, "compiled")
  mkdirSync(build)
  for (const file of executableFiles) cpSync(join(dirname(HOOK), file), join(build, file))
})
afterEach(() => world.end())

/** An event through the staged executable. */
function hears(
  agent: Agent,
  event: Record<string, unknown>,
  args: readonly string[] = [],
  flags: readonly string[] = [],
): Promise<HookRun> {
  return runHookExecutable({
    command: process.execPath,
    args: [...flags, join(build, "start.cjs"), ...args],
    payload: { ...event, session_id: agent.sessionId, cwd: agent.cwd },
    env: agent.env,
  })
}
const writes = (
  agent: Agent,
  flags: readonly string[] = [],
  args: readonly string[] = [],
): Promise<HookRun> =>
  hears(agent, preToolUse({ tool_input: { file_path: join(agent.cwd, "a"), content: "" } }), args, flags)

/** What was compiled, by the file that it was compiled from. */
function cache(): Record<string, string> {
  const names = readdirSync(compiled)
  return Object.fromEntries(names.map((name) => [name.replace(/-.*/, ""), join(compiled, name)]))
}

describe("what V8 compiled", () => {
  test("is kept by the first run and used by the next, which writes nothing", async () => {
    const alice = world.agent()
    expect(await writes(alice)).toMatchObject(silent)
    expect(Object.keys(cache())).toEqual(["hook.cjs"])
    const path = cache()["hook.cjs"] as string
    expect(path).toContain(process.versions.v8)
    const { ino, mtimeMs } = statSync(path)
    expect(await writes(alice)).toMatchObject(silent)
    expect(statSync(path)).toMatchObject({ ino, mtimeMs })
  })

  test("is added to by a run that learns, and the argument is not the hook's", async () => {
    const [alice, bob] = [world.agent(), world.agent()]
    await hears(alice, stop())
    const small = statSync(cache()["hook.cjs"] as string).size
    const note = join(world.stateDir, "turns", "n")
    await writes(alice, [], ["--learn", note])
    expect(readFileSync(note, "utf8")).toContain(world.workspace)
    expect(statSync(cache()["hook.cjs"] as string).size).toBeGreaterThan(small)
    expect((await writes(bob, [], ["--learn"])).blocks).toBe(true)
    expect(Object.keys(cache()).sort()).toEqual(["contended.cjs", "hook.cjs"])
  })

  describe.each([
    ["without flags", []],
    ["with its flags", nodeFlags],
  ] as const)("and Node started %s", (_, flags) => {
    test.each<[string, (text: Buffer) => Buffer]>([
      ["empty", () => Buffer.alloc(0)],
      ["cut", (text) => text.subarray(0, text.length / 2)],
      ["a byte short", (text) => text.subarray(0, -1)],
      ["something else", () => Buffer.from("not what V8 wrote".repeat(1_000))],
      [
        "of another version",
        (text) => Buffer.concat([text.subarray(0, 4), Buffer.alloc(4, 7), text.subarray(8)]),
      ],
      ["damaged in the middle", (text) => text.fill(0, text.length >> 3, text.length >> 2)],
      ["zeros at its end, as after a crash of the machine", (text) => text.fill(0, text.length >> 2)],
      ["nothing but zeros", (text) => Buffer.alloc(text.length)],
    ])("is refused when it is %s, and replaced", async (_, damage) => {
      const [alice, bob] = [world.agent(), world.agent()]
      await writes(alice, flags)
      await writes(bob, flags)
      for (const path of Object.values(cache())) writeFileSync(path, damage(readFileSync(path)))
      const before = readFileSync(cache()["hook.cjs"] as string)
      expect(await writes(alice, flags)).toMatchObject(silent)
      expect((await writes(bob, flags)).reason?.startsWith(heldBy(alice))).toBe(true)
      expect(readFileSync(cache()["hook.cjs"] as string).equals(before)).toBe(false)
    })
  })

  test("of another build is not looked at", async () => {
    const alice = world.agent()
    await writes(alice)
    const path = cache()["hook.cjs"] as string
    const before = readFileSync(path)
    const start = join(build, "start.cjs")
    const text = readFileSync(start, "utf8")
    const stamp = /-([0-9a-f]{16})-/.exec(text)?.[1] as string
    expect(path).toContain(stamp)
    writeFileSync(start, text.replace(stamp, "another"))
    writeFileSync(join(build, "hook.cjs"), 'process.stdout.write("another build"), process.exit()')
    expect((await writes(alice)).stdout).toBe("another build")
    expect(readdirSync(compiled)).toHaveLength(2)
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  test("of a file that has changed since is refused", async () => {
    const alice = world.agent()
    await writes(alice)
    writeFileSync(join(build, "hook.cjs"), 'process.stdout.write("changed")')
    expect((await writes(alice)).stdout).toBe("changed")
  })

  test("under other flags is kept apart, and each is the next run's", async () => {
    const alice = world.agent()
    const flagged = (): Promise<HookRun> => writes(alice, [...nodeFlags])
    await writes(alice)
    await flagged()
    expect(readdirSync(compiled)).toHaveLength(2)
    const inodes = (): bigint[] =>
      readdirSync(compiled).map((name) => statSync(join(compiled, name), { bigint: true }).ino)
    const before = inodes()
    await writes(alice)
    expect(await flagged()).toMatchObject(silent)
    expect(inodes()).toEqual(before)
  })

  test.each<[string, () => void]>([
    ["is a file", () => writeFileSync(compiled, "")],
    ["cannot be written", () => mkdirSync(compiled, { mode: 0o500 })],
    ["has folders in its files' places", () => mkdirSync(join(compiled, "hook.cjs-x"), { recursive: true })],
  ])("is done without where its folder %s", async (_, spoil) => {
    spoil()
    const [alice, bob] = [world.agent(), world.agent()]
    for (let i = 0; i < 2; i++) {
      expect(await writes(alice)).toMatchObject(silent)
      expect((await writes(bob)).reason?.startsWith(heldBy(alice))).toBe(true)
    }
    expect(await hears(alice, stop())).toMatchObject(silent)
    expect(await writes(bob)).toMatchObject(silent)
    rmSync(compiled, { recursive: true })
  })

  test("changes no decision: start.cjs answers as hook.cjs does", async () => {
    const [alice, bob, carol] = [world.agent(), world.agent(), world.agent()]
    await alice.writes("a")
    const input = { tool_name: "Bash", tool_input: { command: "make > ../x" } }
    const timeless = (text: string): string =>
      text.replace(/\d+ ?(?:s|min|m)\b|\d\d:\d\d(?::\d\d)?/g, "\u2026")
    for (const event of [preToolUse(input), preToolUse(), { hook_event_name: "Later" }, stop()]) {
      const [direct, staged] = [await bob.hears(event), await hears(carol, event)]
      expect(timeless(staged.stdout)).toBe(timeless(direct.stdout))
      expect(staged).toMatchObject({ exitCode: 0, stderr: "", decision: direct.decision })
    }
  })
})

test.each(executableFiles)("%s is ASCII, of which V8 keeps a byte a character", (file) => {
  expect(readFileSync(join(dirname(HOOK), file), "latin1")).toMatch(/^[\0-\x7f]*$/)
})
