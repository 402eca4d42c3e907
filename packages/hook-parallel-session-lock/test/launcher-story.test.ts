import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import {
  type HookRun,
  postToolUse,
  preToolUse,
  runHookExecutable,
  sessionEnd,
  stop,
} from "@router-gate/hook-runtime/testing"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { HotLauncher } from "./hot-launcher.ts"
import { type Agent, gone, HOOK, heldBy, silent, TTL_MS, World } from "./session.ts"

/** How an event was answered: what the client hears, and whether the launcher did it by itself. */
type Answer = HookRun & { isHot: boolean }

let world: World
let launcher: HotLauncher
beforeEach(() => {
  world = new World()
  launcher = new HotLauncher(world.root, `exec "${process.execPath}" "${HOOK}" "$@" <"${world.root}/seen"`)
})
afterEach(() => world.end())

/** Any event, through the launcher and the real executable behind it. */
async function hears(agent: Agent, event: Record<string, unknown>): Promise<Answer> {
  const run = await runHookExecutable({
    command: launcher.write(),
    args: [String(event.hook_event_name)],
    payload: { ...event, session_id: agent.sessionId, cwd: agent.cwd },
    env: { ...agent.env, PATH: "/usr/bin:/bin" },
  })
  return { ...run, isHot: launcher.seen() === null }
}

const writes = (agent: Agent, path = "a.ts"): Promise<Answer> =>
  hears(
    agent,
    preToolUse({ tool_name: "Write", tool_input: { file_path: join(agent.cwd, path), content: "" } }),
  )
const finished = (agent: Agent): Promise<Answer> =>
  hears(agent, postToolUse({ tool_name: "Write", tool_input: { file_path: join(agent.cwd, "a.ts") } }))
const noteOf = (agent: Agent): boolean => existsSync(join(world.stateDir, "turns", agent.sessionId))
const byItself = { ...silent, isHot: true }
const byNode = { ...silent, isHot: false }

/** When the only lease ends, on the clock that it is judged by. */
function endsAt(): number {
  const [dir = ""] = readdirSync(world.locksDir).filter((name) => name.endsWith(".d"))
  return Number(readdirSync(join(world.locksDir, dir))[0]?.split(".")[9])
}

describe.runIf(process.platform === "linux")("a session with a launcher that answers by itself", () => {
  test("is let in by Node once, goes on without, and gives back at Stop", async () => {
    const [alice, bob] = [world.agent(), world.agent()]
    expect(await writes(alice)).toMatchObject(byNode)
    expect(noteOf(alice)).toBe(true)
    for (let i = 0; i < 3; i++) {
      expect(await writes(alice)).toMatchObject(byItself)
      expect((await writes(bob)).reason?.startsWith(heldBy(alice))).toBe(true)
      expect(await finished(alice)).toMatchObject(byItself)
    }
    expect(noteOf(bob)).toBe(false)
    expect(await hears(alice, stop())).toMatchObject(byNode)
    expect(noteOf(alice)).toBe(false)
    expect(await writes(bob)).toMatchObject(byNode)
    expect((await writes(alice)).reason?.startsWith(heldBy(bob))).toBe(true)
  })

  test("is let in and kept out as ever where NODE_OPTIONS would end every Node", async () => {
    const env = { NODE_OPTIONS: "--require /nowhere.cjs" }
    const [alice, bob] = [world.agent({ env }), world.agent({ env })]
    expect(await writes(alice)).toMatchObject(byNode)
    expect((await writes(bob)).reason?.startsWith(heldBy(alice))).toBe(true)
  })

  test("leaves no note at its end", async () => {
    const alice = world.agent()
    await writes(alice)
    await hears(alice, sessionEnd({ reason: "other" }))
    expect(noteOf(alice)).toBe(false)
    expect(await writes(world.agent())).toMatchObject(byNode)
  })

  test("keeps its note while its background agents work", async () => {
    const [alice, bob] = [world.agent(), world.agent()]
    await writes(alice)
    await hears(alice, stop({ background_tasks: [{ id: "1", type: "subagent", status: "running" }] }))
    expect(noteOf(alice)).toBe(true)
    expect(await writes(alice)).toMatchObject(byItself)
    expect((await writes(bob)).blocks).toBe(true)
  })

  test("is extended by Node before it comes near its end, and never by the launcher", async () => {
    const alice = world.agent()
    await writes(alice)
    const end = endsAt()
    expect(await writes(alice)).toMatchObject(byItself)
    expect(await finished(alice)).toMatchObject(byItself)
    expect(endsAt()).toBe(end)
    world.timePasses(TTL_MS / 2)
    expect(await finished(alice)).toMatchObject(byNode)
    expect(endsAt()).toBeGreaterThanOrEqual(end)
    expect(await writes(alice)).toMatchObject(byItself)
    world.timePasses(TTL_MS / 2)
    expect(await writes(alice)).toMatchObject(byNode)
    expect(endsAt()).toBeGreaterThanOrEqual(end)
  })

  test("that works in two workspaces has both looked after by Node after every call", async () => {
    const alice = world.agent()
    const other = join(world.repository(join(world.root, "other")), "b.ts")
    await writes(alice)
    const elsewhere = preToolUse({ tool_name: "Write", tool_input: { file_path: other, content: "" } })
    expect(await hears(alice, elsewhere)).toMatchObject(byNode)
    expect(await hears(alice, elsewhere)).toMatchObject(byItself)
    expect(await finished(alice)).toMatchObject(byNode)
    expect(await writes(alice)).toMatchObject(byNode)
    expect(await finished(alice)).toMatchObject(byNode)
  })

  test("whose lease ran out and was taken hears it from Node", async () => {
    const [alice, bob] = [world.agent(), world.agent()]
    await writes(alice)
    expect(await writes(alice)).toMatchObject(byItself)
    world.timePasses(TTL_MS)
    expect(await writes(bob)).toMatchObject(byNode)
    expect((await finished(alice)).systemMessage).toContain(`session ${bob.sessionId}`)
    const denied = await writes(alice)
    expect([denied.isHot, denied.reason?.startsWith(heldBy(bob))]).toEqual([false, true])
    expect(await writes(bob)).toMatchObject(byItself)
  })

  test("that was killed and resumed does not go on with its old note", async () => {
    const [alice, bob] = [world.agent(), world.agent()]
    await writes(alice)
    alice.dies()
    await gone(alice)
    const resumed = world.agent({ sessionId: alice.sessionId })
    expect(await writes(resumed)).toMatchObject(byNode)
    expect(await writes(resumed)).toMatchObject(byItself)
    resumed.dies()
    await gone(resumed)
    expect(await writes(bob)).toMatchObject(byNode)
    expect((await writes(world.agent({ sessionId: alice.sessionId }))).reason?.startsWith(heldBy(bob))).toBe(
      true,
    )
  })
})
