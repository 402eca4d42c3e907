// What a store that several hosts share costs those who have none, and a call that has nothing to ask it: told by every
// file that the installed executable opens, and every connection that it makes.
import { cpSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { postToolUse, preToolUse, runHookExecutable, stop } from "@router-gate/hook-runtime/testing"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type Agent, HOOK, silent, World } from "./session.ts"
import { etcd, postgres, stageFor } from "./shared-store.ts"

const TRACER = fileURLToPath(new URL("trace-reads.cjs", import.meta.url))

/** The executable as it is installed, and what it reads. */
class Traced {
  private readonly dist: string
  private readonly trace: string
  constructor(private readonly world: World) {
    this.dist = join(world.root, "dist")
    this.trace = join(world.root, "trace")
    cpSync(dirname(HOOK), this.dist, { recursive: true, filter: (path) => !path.endsWith("compiled") })
  }

  /** Has an event answered without objection; what was read for it besides /proc and the state of locks, sorted. */
  async reads(agent: Agent, event: Record<string, unknown>, args: string[] = []): Promise<string[]> {
    writeFileSync(this.trace, "")
    const { world, dist, trace } = this
    const ran = await runHookExecutable({
      command: process.execPath,
      args: ["--require", TRACER, join(dist, "start.cjs"), ...args],
      payload: { ...event, session_id: agent.sessionId, cwd: agent.cwd },
      cwd: agent.cwd,
      env: { ...agent.env, TRACE_READS: trace },
    })
    expect(ran).toMatchObject(silent)
    const places = { dist, home: world.home, app: world.workspace, session: agent.sessionId }
    const lines = readFileSync(trace, "utf8").trim().split("\n")
    const named = lines.map((line) =>
      Object.entries(places).reduce((text, [name, path]) => text.replaceAll(path, `<${name}>`), line),
    )
    return [...new Set(named)].filter((line) => !NOISE.test(line)).sort()
  }
}

/** What every call reads, whatever is set: the kernel's files, the locks of this machine, what V8 compiled, ourselves. */
const NOISE = /^read (?:\/proc\/|<home>\/\.claude\/runtime|<dist>\/(?:compiled\/|start\.cjs))/

const call = (agent: Agent) => ({
  tool_name: "Write",
  tool_input: { file_path: join(agent.cwd, "a"), content: "" },
})

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.end())

describe("no store is set", () => {
  test("nothing is read but the executable, and no connection made", async () => {
    const alice = world.agent()
    const traced = new Traced(world)
    for (const event of [
      preToolUse(call(alice)),
      postToolUse(call(alice)),
      preToolUse(call(alice)),
      stop({}),
    ])
      expect(await traced.reads(alice, event)).toEqual(["read <dist>/hook.cjs"])
  })

  test("with other settings, those are, and what reads them", async () => {
    writeFileSync(join(world.home, ".claude/router-gate.json"), '{ "ttlMs": 60000, "remoteTtlMs": 60000 }')
    const alice = world.agent()
    const traced = new Traced(world)
    for (const event of [preToolUse(call(alice)), postToolUse(call(alice)), stop({})])
      expect(await traced.reads(alice, event)).toEqual([
        "read <dist>/hook.cjs",
        "read <dist>/rarely.cjs",
        "read <home>/.claude/router-gate.json",
      ])
  })
})

describe.each([etcd, postgres])("$name is set", (kind) => {
  const open = stageFor(kind)

  test.skipIf(!kind.isThere)(
    "a call that renews nothing reads what it remembers, and no client",
    async () => {
      const { host, env } = open()
      const here = host()
      const traced = new Traced(here)
      const alice = here.agent({ env: env() })
      const known = ["read <dist>/hook.cjs", "read <dist>/rarely.cjs", "read <dist>/shared.cjs"]
      const asked = await traced.reads(alice, preToolUse(call(alice)))
      expect(asked.filter((line) => line.startsWith("read <dist>"))).toEqual([
        "read <dist>/hook.cjs",
        "read <dist>/rarely.cjs",
        "read <dist>/remote.cjs",
        "read <dist>/shared.cjs",
      ])
      expect(asked.some((line) => line.startsWith("connect "))).toBe(true) // this is how one would see it
      const remembered = /^read <home>\/\.claude\/router-gate\/remote\/<session>\/[^/]+\.json$/
      for (const event of [preToolUse(call(alice)), postToolUse(call(alice)), preToolUse(call(alice))])
        expect(await traced.reads(alice, event)).toEqual([...known, expect.stringMatching(remembered)])
      const last = await traced.reads(alice, stop({}))
      expect(last).toContain("read <dist>/remote.cjs")
      // And when there is nothing to give back, nobody is asked.
      expect((await traced.reads(alice, stop({}))).filter((line) => line.includes("remote.cjs"))).toEqual([])
    },
  )

  test.skipIf(!kind.isThere || process.platform !== "linux")(
    "behind a launcher, such a call reads what is noted for that, and the branch",
    async () => {
      const { host, env } = open()
      const here = host()
      const traced = new Traced(here)
      const alice = here.agent({ env: env() })
      const args = [join(here.stateDir, "turns", alice.sessionId)]
      const command = { tool_name: "Bash", tool_input: { command: "make" } }
      expect(await traced.reads(alice, preToolUse(call(alice)), args)).toContain("read <dist>/remote.cjs")
      for (const event of [preToolUse(command), postToolUse(command), preToolUse(call(alice))])
        expect(await traced.reads(alice, event, args)).toEqual([
          "read <app>/.git/HEAD",
          "read <dist>/hook.cjs",
          "read <dist>/rarely.cjs",
          "read <home>/.claude/router-gate/turns/<session>",
        ])
      const long = preToolUse({ ...command, tool_input: { command: "make", timeout: 600_000 } })
      expect(await traced.reads(alice, long, args)).toContain("read <dist>/remote.cjs")
      const elsewhere = here.repository(join(here.root, "lib"))
      const other = preToolUse({
        tool_name: "Write",
        tool_input: { file_path: join(elsewhere, "a"), content: "" },
      })
      expect(await traced.reads(alice, other, args)).toContain("read <dist>/shared.cjs")
      expect(await traced.reads(alice, stop({}), args)).toContain("read <dist>/remote.cjs")
    },
  )
})
