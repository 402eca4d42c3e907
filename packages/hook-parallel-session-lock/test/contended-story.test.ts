import { type ChildProcess, spawn } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { sessionStart } from "@router-gate/hook-runtime/testing"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { gone, heldBy, silent, sleep, World } from "./session.ts"

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.end())

describe("what the other session may still do", () => {
  test.each([
    "git status && git diff --stat | head",
    "sed -n '1,80p' src/a.ts",
    'for f in *.ts; do wc -l "$f"; done',
    "find . -name '*.ts' -not -path './node_modules/*' | xargs grep -l foo",
    "cat <<'EOF'\nhello\nEOF",
  ])("read: %s", async (command) => {
    await world.agent().writes("a.ts")
    expect(await world.agent().runs(command)).toMatchObject(silent)
  })

  test.each([
    "git commit -am x",
    "git checkout main",
    "npm test",
    "sed -i s/a/b/ a.ts",
    "echo x > a.ts",
    "find . -name '*.ts' -delete",
    "bash build.sh",
    'eval "$X"',
    "((",
  ])("not change, and not what nobody can tell: %s", async (command) => {
    const alice = world.agent()
    await alice.writes("a.ts")
    expect((await world.agent().runs(command)).reason?.startsWith(heldBy(alice))).toBe(true)
  })

  test("change other places, whatever directory it runs in", async () => {
    const other = world.repository(join(world.root, "other"))
    const alice = world.agent()
    const bob = world.agent()
    await alice.writes("a.ts")
    expect(await bob.runs(`git -C ${other} commit -qm x --allow-empty`)).toMatchObject(silent)
    expect(await bob.runs(`cd ${other} && make`)).toMatchObject(silent)
    expect(await bob.runs(`cd ${other}\nnpm install\nnpm test`)).toMatchObject(silent)
    expect((await bob.runs(`cd ${other}/missing\nnpm test`)).blocks).toBe(true)
    expect((await world.agent({ cwd: other }).writes("b.ts")).reason?.startsWith(heldBy(bob))).toBe(true)
  })

  test("nor change this place from another", async () => {
    const other = world.repository(join(world.root, "other"))
    const alice = world.agent()
    await alice.writes("a.ts")
    const bob = world.agent({ cwd: other })
    for (const command of [
      `cd ${world.workspace} && make`,
      `git -C ${world.workspace} stash`,
      `echo x > ../app/a.ts`,
    ]) {
      expect((await bob.runs(command)).reason?.startsWith(heldBy(alice))).toBe(true)
    }
    expect(await bob.runs(`git -C ${world.workspace} log --oneline`)).toMatchObject(silent)
  })

  test("run Monitor and PowerShell, if they only read", async () => {
    const alice = world.agent()
    const bob = world.agent()
    await alice.writes("a.ts")
    expect(await bob.asks("Monitor", { command: "tail -f build.log" })).toMatchObject(silent)
    expect(await bob.asks("PowerShell", { command: "Get-ChildItem | Select-Object Name" })).toMatchObject(
      silent,
    )
    expect((await bob.asks("Monitor", { command: "npm run dev" })).blocks).toBe(true)
    expect((await bob.asks("PowerShell", { command: "Remove-Item a.ts" })).blocks).toBe(true)
  })
})

test("who only reads takes no lease", async () => {
  const alice = world.agent()
  await alice.runs("git status && ls -la")
  expect(await world.agent().writes("b.ts")).toMatchObject(silent)
})

test("a call in two workspaces takes both or none", async () => {
  const other = world.repository(join(world.root, "other"))
  const alice = world.agent()
  const bob = world.agent()
  await bob.asks("Write", { file_path: join(other, "b.ts") })
  const patch = `*** Begin Patch\n*** Update File: a.ts\n*** Add File: ../other/a.ts\n*** End Patch`
  expect((await alice.asks("apply_patch", { input: patch })).reason?.startsWith(heldBy(bob))).toBe(true)
  // Alice's lease on the first one was given back with it.
  const carol = world.agent()
  expect(await carol.writes("c.ts")).toMatchObject(silent)
  await carol.stops()
  await bob.stops()
  expect(await alice.asks("apply_patch", { input: patch })).toMatchObject(silent)
  expect((await bob.writes("b.ts")).reason?.startsWith(heldBy(alice))).toBe(true)
  expect(
    (await bob.asks("Write", { file_path: join(other, "b.ts") })).reason?.startsWith(heldBy(alice)),
  ).toBe(true)
})

test("none means that a lease which was there before stays", async () => {
  const other = world.repository(join(world.root, "other"))
  const alice = world.agent()
  const bob = world.agent()
  await alice.writes("a.ts")
  await bob.asks("Write", { file_path: join(other, "b.ts") })
  expect((await alice.runs(`cp a.ts ${other}/a.ts`)).reason?.startsWith(heldBy(bob))).toBe(true)
  expect((await bob.writes("b.ts")).reason?.startsWith(heldBy(alice))).toBe(true)
})

describe("guests", () => {
  /** A client that a command of `host` started: a child process of the host's. */
  async function guestOf(hostProcess: ChildProcess): Promise<number> {
    const pid = await new Promise<string>((resolve) => {
      hostProcess.stdout?.once("data", (text: Buffer) => resolve(text.toString()))
    })
    return Number(pid)
  }

  test("a client that the holder's own command started passes, and takes nothing", async () => {
    // The host's process is a shell that starts the guest's, prints its pid and waits for it.
    const host = spawn("sh", ["-c", "sleep 600 & echo $!; wait"], { stdio: ["ignore", "pipe", "ignore"] })
    const guestPid = await guestOf(host)
    try {
      const alice = world.agent({ saysPid: false, env: { CLAUDE_PID: String(host.pid) } })
      const guest = world.agent({ saysPid: false, env: { CLAUDE_PID: String(guestPid) } })
      await alice.runs("claude -p 'fix it'")
      expect(await guest.writes("g.ts")).toMatchObject(silent)
      expect(await guest.finished("g.ts")).toMatchObject(silent)
      expect(await guest.stops()).toMatchObject(silent)
      const denied = await world.agent().writes("b.ts")
      expect(denied.reason).toContain(`held by ${alice.sessionId} (pid ${host.pid})`)
      // Once the host's turn is over, the guest is a session like any other.
      await alice.stops()
      expect(await guest.writes("g.ts")).toMatchObject(silent)
      expect((await alice.writes("a.ts")).reason).toContain(`held by ${guest.sessionId} (pid ${guestPid})`)
    } finally {
      process.kill(guestPid, "SIGKILL")
      host.kill("SIGKILL")
    }
  })
})

test("subagents of one session work side by side", async () => {
  const alice = world.agent()
  const calls = ["one", "two", "three", "four"].map((agent_id) =>
    alice.asks(
      "Write",
      { file_path: join(world.workspace, agent_id) },
      { agent_id, agent_type: "general-purpose" },
    ),
  )
  for (const run of await Promise.all(calls)) expect(run).toMatchObject(silent)
  expect((await world.agent().writes("b.ts")).reason?.startsWith(heldBy(alice))).toBe(true)
})

test("a denial is told in full once for each holder, then in short", async () => {
  const alice = world.agent()
  const bob = world.agent()
  await alice.writes("a.ts")
  const [first, second] = [await bob.writes("b.ts"), await bob.writes("b.ts")]
  expect(first.reason).toContain("work in a git worktree of your own")
  expect(second.reason).toBe(`${heldBy(alice)}. Nothing was changed; reading still works.`)
  await alice.stops()
  const carol = world.agent()
  await carol.writes("c.ts")
  expect((await bob.writes("b.ts")).reason).toContain("work in a git worktree of your own")
})

test.each([
  ["/clear", "clear", "clear"],
  ["/resume of another conversation", "resume", "resume"],
  ["/branch", "resume", "fork"],
])("%s: the same process goes on under another id", async (_, reason, source) => {
  const alice = world.agent()
  await alice.writes("a.ts")
  const env = { CLAUDE_PID: String(alice.pid) }
  const renamed = world.agent({ saysPid: false, env })
  expect(await alice.ends(reason)).toMatchObject(silent)
  expect(await renamed.hears(sessionStart({ source }))).toMatchObject(silent)
  expect(await renamed.writes("b.ts")).toMatchObject(silent)
  expect((await world.agent().writes("c.ts")).reason).toContain(
    `held by ${renamed.sessionId} (pid ${alice.pid})`,
  )
  // A late hook under the old id belongs to the same process, and does no harm.
  expect(await alice.finished("a.ts")).toMatchObject(silent)
  expect((await world.agent().writes("c.ts")).blocks).toBe(true)
})

describe("a session that begins", () => {
  test("hears nothing when nobody is there", async () => {
    expect(await world.agent().hears(sessionStart())).toMatchObject(silent)
  })

  test("is told in one line who is", async () => {
    const alice = world.agent()
    await alice.writes("a.ts")
    const run = await world.agent().hears(sessionStart())
    expect(run).toMatchObject({ exitCode: 0, blocks: false, systemMessage: undefined })
    expect(run.additionalContext).toContain(`Another session (${alice.sessionId}, pid ${alice.pid})`)
    expect(run.additionalContext?.split("\n")).toHaveLength(1)
  })

  test("takes up what it left behind", async () => {
    const alice = world.agent()
    await alice.writes("a.ts")
    alice.dies()
    await gone(alice)
    const resumed = world.agent({ sessionId: alice.sessionId })
    expect(await resumed.hears(sessionStart({ source: "resume" }))).toMatchObject(silent)
    expect((await world.agent().writes("b.ts")).reason?.startsWith(heldBy(resumed))).toBe(true)
  })
})

describe("settings", () => {
  const configure = (settings: object, place = join(world.home, ".claude", "router-gate.json")): void => {
    mkdirSync(join(place, ".."), { recursive: true })
    writeFileSync(place, JSON.stringify(settings))
  }

  test("waitMs: a call waits for the lease and goes on the moment it is free", async () => {
    configure({ waitMs: 60_000 })
    const staged = join(world.stateDir, "parallel-session-lock")
    mkdirSync(staged, { recursive: true })
    writeFileSync(join(staged, "pre-tool-use-timeout-seconds"), "65")
    const alice = world.agent()
    const bob = world.agent()
    await alice.writes("a.ts")
    const waiting = bob.writes("b.ts")
    await sleep(600)
    await alice.stops()
    expect(await waiting).toMatchObject(silent)
  })

  test("waitMs: no longer than the client lets the hook run", async () => {
    configure({ waitMs: 60_000 })
    const alice = world.agent()
    await alice.writes("a.ts")
    expect((await world.agent().writes("b.ts")).reason?.startsWith(heldBy(alice))).toBe(true)
  })

  test('cannotTell "warn" lets pass what nobody can tell, and nothing else', async () => {
    configure({ cannotTell: "warn" }, join(world.workspace, ".claude", "router-gate.json"))
    const alice = world.agent()
    const bob = world.agent()
    await alice.writes("a.ts")
    const warned = await bob.runs("bash build.sh")
    expect(warned).toMatchObject({ exitCode: 0, blocks: false })
    expect(warned.systemMessage).toContain(alice.sessionId)
    expect(await bob.runs("bash build.sh")).toMatchObject(silent)
    expect((await bob.runs("git commit -am x")).blocks).toBe(true)
  })

  test("readOnlyCommands pass", async () => {
    configure({ readOnlyCommands: ["./gradlew dependencies"] })
    await world.agent().writes("a.ts")
    const bob = world.agent()
    expect(await bob.runs("./gradlew dependencies | head")).toMatchObject(silent)
    expect((await bob.runs("./gradlew dependencies > out.txt")).blocks).toBe(true)
    expect((await bob.runs("./gradlew build")).blocks).toBe(true)
  })

  test("tools: another tool's inputs say where it changes something", async () => {
    configure({ tools: { mcp__fs__write: ["path"] } })
    const other = world.repository(join(world.root, "other"))
    const alice = world.agent()
    const bob = world.agent()
    await alice.writes("a.ts")
    expect((await bob.asks("mcp__fs__write", { path: join(world.workspace, "x") })).blocks).toBe(true)
    expect(await bob.asks("mcp__fs__write", { path: join(other, "x") })).toMatchObject(silent)
  })

  test('lockRoot "git": sessions with different homes meet in the git directory', async () => {
    const env = { ROUTER_GATE_LOCK_ROOT: "git" }
    const alice = world.agent({ env })
    mkdirSync(join(world.root, "home2", ".claude"), { recursive: true })
    const bob = world.agent({ env: { ...env, HOME: join(world.root, "home2") } })
    await alice.writes("a.ts")
    expect(existsSync(join(world.workspace, ".git", "router-gate"))).toBe(true)
    expect((await bob.writes("b.ts")).reason?.startsWith(heldBy(alice))).toBe(true)
    await alice.stops()
    expect(await bob.writes("b.ts")).toMatchObject(silent)
  })

  test("enabled: false and the switch on disk let everything pass", async () => {
    const alice = world.agent()
    const bob = world.agent()
    await alice.writes("a.ts")
    configure({ enabled: false })
    expect(await bob.writes("b.ts")).toMatchObject(silent)
    configure({})
    expect((await bob.writes("b.ts")).blocks).toBe(true)
    writeFileSync(join(world.stateDir, "off"), JSON.stringify({ until: Date.now() + 60_000 }))
    expect(await bob.writes("b.ts")).toMatchObject(silent)
    writeFileSync(join(world.stateDir, "off"), JSON.stringify({ until: Date.now() - 1 }))
    expect((await bob.writes("b.ts")).blocks).toBe(true)
  })
})

test("the log says what was denied, and no more of a command than its beginning", async () => {
  const alice = world.agent()
  const bob = world.agent()
  await alice.writes("a.ts")
  await bob.runs(`git commit -m '${"secret ".repeat(40)}'`)
  await bob.writes("b.ts")
  const [command, write, ...rest] = world.log()
  expect(rest).toEqual([])
  const who = {
    what: "denied",
    sessionId: bob.sessionId,
    workspace: world.workspace,
    holder: alice.sessionId,
  }
  expect(command).toMatchObject({ ...who, toolName: "Bash", holderPid: alice.pid })
  expect(String(command?.command)).toHaveLength(80)
  expect(write).toMatchObject({ ...who, toolName: "Write" })
  expect(JSON.stringify(write)).not.toContain("content")
  expect(readdirSync(world.stateDir).sort()).toEqual(["log.jsonl", "notices"])
})
