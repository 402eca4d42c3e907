import { execFileSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { copyFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import {
  type HookRun,
  postToolUse,
  preToolUse,
  runHookExecutable,
  stop,
} from "@router-gate/hook-runtime/testing"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type Agent, gone, HOOK, heldBy, silent, sleep, TTL_MS, World } from "./session.ts"

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.end())

describe("two sessions in one workspace", () => {
  test("one works, the other is told who does, and gets its turn when that one ends", async () => {
    const alice = world.agent()
    const bob = world.agent()

    expect(await alice.writes("a.ts")).toMatchObject(silent)
    expect(await alice.finished("a.ts")).toMatchObject(silent)

    const denied = await bob.writes("b.ts")
    expect(denied).toMatchObject({ exitCode: 0, stderr: "", decision: "deny", blocks: true })
    expect(denied.reason?.startsWith(heldBy(alice))).toBe(true)
    expect(denied.reason).toContain("Nothing was changed")
    expect(denied.reason).toContain(world.workspace)
    expect(denied.reason?.length).toBeLessThanOrEqual(600)

    expect(await alice.writes("a2.ts")).toMatchObject(silent)
    expect(await alice.stops()).toMatchObject(silent)
    expect(await bob.writes("b.ts")).toMatchObject(silent)
    expect((await alice.writes("a3.ts")).reason?.startsWith(heldBy(bob))).toBe(true)
  })

  test("a killed session holds nobody up", async () => {
    const alice = world.agent()
    const bob = world.agent()
    await alice.writes("a.ts")
    expect((await bob.writes("b.ts")).blocks).toBe(true)
    alice.dies()
    await gone(alice)
    expect(await bob.writes("b.ts")).toMatchObject(silent)
    expect(world.log().map(({ what, because }) => [what, because])).toEqual([
      ["denied", undefined],
      ["took over", "dead"],
    ])
  })

  test("an idle session's lease runs out", async () => {
    const alice = world.agent()
    const bob = world.agent()
    await alice.writes("a.ts")
    expect((await bob.writes("b.ts")).blocks).toBe(true)
    world.timePasses(TTL_MS)
    expect(await bob.writes("b.ts")).toMatchObject(silent)
    const late = await alice.finished("a.ts") // it takes nothing back, and is told so once
    expect(late).toMatchObject({ exitCode: 0, blocks: false, decision: "none" })
    expect(late.systemMessage).toContain(`session ${bob.sessionId} (pid ${bob.pid}) has it now`)
    expect(await alice.finished("a.ts")).toMatchObject(silent)
    expect((await alice.writes("a.ts")).reason?.startsWith(heldBy(bob))).toBe(true)
  })

  test("a command that outlived its lease is told so, one that had no need of it is not", async () => {
    const elsewhere = world.repository(join(world.root, "other"))
    const build = "bash build.sh"
    const alice = world.agent()
    const bob = world.agent()
    await alice.runs(build)
    world.timePasses(TTL_MS)
    await bob.writes("b.ts")
    for (const command of ["git status | head", `git -C ${elsewhere} stash`])
      expect(await ran(alice, command)).toMatchObject(silent)
    const late = await ran(alice, build)
    expect(late.systemMessage).toContain("ended before Bash did")
    expect(late.systemMessage).toContain(`session ${bob.sessionId} (pid ${bob.pid}) has it now`)
    expect(await ran(alice, build)).toMatchObject(silent)
    // Whoever is let pass without a lease has not lost one.
    const warned = world.agent({ env: { ROUTER_GATE_CANNOT_TELL: "warn" } })
    expect(await ran(warned, build)).toMatchObject(silent)
    expect((await ran(warned, "git stash")).systemMessage).toContain("ended before Bash did")
  })

  test("a lease lasts as long as the settings say", async () => {
    const env = { ROUTER_GATE_TTL_MS: "1000" }
    const alice = world.agent({ env })
    await alice.writes("a.ts")
    await sleep(1_100)
    expect(await world.agent().writes("b.ts")).toMatchObject(silent)
  })

  test.each(["Edit", "Write", "MultiEdit", "NotebookEdit", "Bash"])("%s is held up", async (tool) => {
    const alice = world.agent()
    const bob = world.agent()
    await alice.writes("a.ts")
    const input = tool === "Bash" ? { command: "touch x" } : { file_path: join(world.workspace, "x") }
    expect((await bob.asks(tool, input)).reason?.startsWith(heldBy(alice))).toBe(true)
  })

  test.each([
    ["Stop", (agent: Agent) => agent.stops()],
    ["StopFailure", (agent: Agent) => agent.fails()],
    ["SessionEnd", (agent: Agent) => agent.ends()],
  ])("%s gives the workspace back", async (_, end) => {
    const alice = world.agent()
    const bob = world.agent()
    await alice.writes("a.ts")
    expect((await bob.writes("b.ts")).blocks).toBe(true)
    expect(await end(alice)).toMatchObject(silent)
    expect(await bob.writes("b.ts")).toMatchObject(silent)
  })

  test("neither Stop nor refresh of one session touches the other's lease", async () => {
    const alice = world.agent()
    const bob = world.agent()
    await alice.writes("a.ts")
    await bob.stops()
    await bob.finished("b.ts")
    await bob.ends()
    expect((await bob.writes("b.ts")).reason?.startsWith(heldBy(alice))).toBe(true)
  })

  test("background agents keep the lease past the turn, and so does a background command for a while", async () => {
    const alice = world.agent()
    const bob = world.agent()
    for (const type of ["subagent", "workflow", "shell"]) {
      await alice.writes("a.ts")
      await alice.stops({ background_tasks: [{ id: "a1", type, status: "running" }] })
      expect((await bob.writes("b.ts")).blocks).toBe(true)
      await alice.stops({ background_tasks: [{ id: "a1", type, status: "completed" }] })
      expect((await bob.writes("b.ts")).blocks).toBe(false)
      await bob.stops()
    }
  })
})

describe("whose lease it is", () => {
  test("/clear changes the session id within one process, and nobody is shut out", async () => {
    const alice = world.agent()
    await alice.writes("a.ts")
    const cleared = { session_id: randomUUID() }
    const run = (event: Record<string, unknown>) =>
      runHookExecutable({
        command: process.execPath,
        args: [HOOK],
        payload: { ...event, ...cleared, cwd: world.workspace },
        env: alice.env,
      })
    const input = { file_path: join(world.workspace, "b.ts") }
    expect(await run(preToolUse({ tool_input: input }))).toMatchObject(silent)
    expect(await run(stop())).toMatchObject(silent)
    expect(await world.agent().writes("c.ts")).toMatchObject(silent)
  })

  test("a session resumed after its process ended goes on at once", async () => {
    const alice = world.agent()
    await alice.writes("a.ts")
    alice.dies()
    await gone(alice)
    const resumed = world.agent({ sessionId: alice.sessionId })
    expect(await resumed.writes("a.ts")).toMatchObject(silent)
    expect((await world.agent().writes("b.ts")).reason?.startsWith(heldBy(resumed))).toBe(true)
  })

  test("the same session open twice is two holders, and is told so", async () => {
    const alice = world.agent()
    const twin = world.agent({ sessionId: alice.sessionId })
    await alice.writes("a.ts")
    const denied = await twin.writes("a.ts")
    expect(denied.reason?.startsWith(heldBy(alice))).toBe(true)
    expect(denied.reason).toContain("same session is open in another process")
    await twin.stops()
    expect((await twin.writes("a.ts")).blocks).toBe(true)
  })

  test("a client that does not say its pid is found among the hook's ancestors", async () => {
    const client = join(world.root, "claude")
    copyFileSync("/bin/sh", client)
    const event = JSON.stringify({
      ...preToolUse({ tool_input: { file_path: join(world.workspace, "a.ts") } }),
      cwd: world.workspace,
    })
    writeFileSync(join(world.root, "event.json"), event)
    // The shell named claude prints its pid, runs the hook in a shell of its own, and then waits to be told to end.
    const script = `echo $$; sh -c 'true; "$0" "$1" < event.json' "${process.execPath}" "${HOOK}"; echo done; read line`
    const { spawn } = await import("node:child_process")
    const shell = spawn(client, ["-c", script], {
      cwd: world.root,
      env: { HOME: world.home, PATH: process.env.PATH ?? "" },
    })
    let printed = ""
    shell.stdout.on("data", (text: Buffer) => {
      printed += text.toString()
    })
    while (!printed.includes("done")) await sleep(20)
    const denied = await world.agent().writes("b.ts")
    shell.stdin.end("\n")
    expect(printed).toBe(`${shell.pid}\ndone\n`)
    expect(denied.reason).toContain(`(pid ${shell.pid})`)
  })

  test("with no client to be seen the session id decides, and the lease runs out", async () => {
    const alice = world.agent({ saysPid: false })
    const bob = world.agent({ saysPid: false })
    await alice.writes("a.ts")
    expect(await alice.writes("a.ts")).toMatchObject(silent)
    const denied = await bob.writes("b.ts")
    expect(denied.reason).toContain(`held by ${alice.sessionId} (pid ?)`)
    world.timePasses(TTL_MS)
    expect(await bob.writes("b.ts")).toMatchObject(silent)
  })
})

describe("which workspace it is", () => {
  test("sessions in two repositories never meet", async () => {
    const other = world.repository(join(world.root, "other"))
    const alice = world.agent()
    const bob = world.agent({ cwd: other })
    expect(await alice.writes("a.ts")).toMatchObject(silent)
    expect(await bob.writes("b.ts")).toMatchObject(silent)
    expect(await bob.runs("make")).toMatchObject(silent)
  })

  test("what counts is where the change goes, not where the session runs", async () => {
    const other = world.repository(join(world.root, "other"))
    const alice = world.agent()
    const bob = world.agent({ cwd: other })
    await alice.writes("a.ts")
    const denied = await bob.asks("Write", { file_path: join(world.workspace, "b.ts"), content: "" })
    expect(denied.reason?.startsWith(heldBy(alice))).toBe(true)
    expect(await bob.writes("b.ts")).toMatchObject(silent)
  })

  test("a linked worktree is its own workspace", async () => {
    const git = (...args: string[]) =>
      execFileSync("git", ["-C", world.workspace, ...args], { stdio: "pipe" })
    git("-c", "user.name=t", "-c", "user.email=t@example.invalid", "commit", "-qm", "start", "--allow-empty")
    git("worktree", "add", "-q", join(world.root, "wt"))
    const alice = world.agent()
    const bob = world.agent({ cwd: join(world.root, "wt") })
    await alice.writes("a.ts")
    expect(await bob.writes("b.ts")).toMatchObject(silent)
  })

  test("two ways to one place are one place", async () => {
    symlinkSync(world.workspace, join(world.root, "link"))
    const alice = world.agent()
    const bob = world.agent({ cwd: join(world.root, "link") })
    await alice.writes("deep/in/it/a.ts")
    expect((await bob.writes("b.ts")).reason?.startsWith(heldBy(alice))).toBe(true)
  })

  test("one turn in two workspaces gives both back", async () => {
    const other = world.repository(join(world.root, "other"))
    const alice = world.agent()
    const bob = world.agent()
    await alice.writes("a.ts")
    await alice.asks("Write", { file_path: join(other, "a.ts") })
    expect((await bob.asks("Write", { file_path: join(other, "b.ts") })).blocks).toBe(true)
    await alice.stops()
    expect(await bob.writes("b.ts")).toMatchObject(silent)
    expect(await bob.asks("Write", { file_path: join(other, "b.ts") })).toMatchObject(silent)
  })

  test("the client's own files and loose files belong to nobody", async () => {
    const alice = world.agent()
    const bob = world.agent()
    for (const path of [join(world.home, ".claude", "plans", "p.md"), join(world.home, "notes.txt")]) {
      expect(await alice.asks("Write", { file_path: path })).toMatchObject(silent)
      expect(await bob.asks("Write", { file_path: path })).toMatchObject(silent)
    }
    expect(readdirSync(join(world.home, ".claude"))).toEqual([])
  })
})

test("a lone session never hears of it", async () => {
  const alice = world.agent()
  for (let turn = 1; turn <= 5; turn++) {
    expect(await alice.writes(`a${turn}.ts`)).toMatchObject(silent)
    expect(await alice.finished(`a${turn}.ts`)).toMatchObject(silent)
    expect(await alice.runs("git status")).toMatchObject(silent)
    expect(await alice.stops()).toMatchObject(silent)
  }
  expect(readdirSync(join(world.home, ".claude"))).toEqual(["runtime"]) // no log, no notices
})

const ran = (agent: Agent, command: string): Promise<HookRun> =>
  agent.hears(postToolUse({ tool_name: "Bash", tool_input: { command } }))
