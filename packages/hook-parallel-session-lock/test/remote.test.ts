// Two hosts are two homes with a working copy each, which meet only in the store.
import { execFileSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { postToolUse, preToolUse } from "@router-gate/hook-runtime/testing"
import { isCurrent } from "@router-gate/lock-core"
import { remoteIo } from "@router-gate/lock-core/remote"
import { etcdStore } from "@router-gate/lock-store-etcd"
import { postgresStore } from "@router-gate/lock-store-postgres"
import { describe, expect, onTestFinished, test } from "vitest"
import { HotLauncher, SHELLS } from "./hot-launcher.ts"
import { type Agent, gone, HOOK, silent, sleep } from "./session.ts"
import { etcd, postgres, stageFor } from "./shared-store.ts"

const heldBy = (holder: Agent): string =>
  `parallel session lock held by ${holder.sessionId} (pid ?) — wait or close that session first`

/** Until a call is let pass; the test's own time limit is the end of it. */
async function untilGranted(agent: Agent): Promise<void> {
  while ((await agent.writes("a.txt")).blocks) await sleep(100)
}

describe.each([etcd, postgres])("sessions of two hosts that share $name", (kind) => {
  const open = stageFor(kind)
  const story = test.skipIf(!kind.isThere)

  story("one at a time is granted; the other has nothing on its own host either", async () => {
    const { host, env, key } = open()
    const [here, there] = [host(), host()]
    const [alice, bob] = [here.agent({ env: env() }), there.agent({ env: env() })]
    expect(await alice.writes("a.txt")).toMatchObject(silent)
    expect(await alice.finished("a.txt")).toMatchObject(silent)
    const denied = await bob.writes("b.txt")
    expect(denied.decision).toBe("deny")
    expect(denied.reason?.startsWith(heldBy(alice))).toBe(true)
    expect(denied.reason).toMatch(/That session on host \S+ is changing/)
    expect(denied.reason).toContain(key)
    // All or none: somebody on bob's host who does not ask the store finds the workspace free.
    expect(await there.agent().writes("c.txt")).toMatchObject(silent)
    expect(here.log()).toEqual([])
  })

  story("at once: one of them, and the next time again one", async () => {
    const { host, env } = open()
    const agents = [host(), host(), host()].map((one) => one.agent({ env: env() }))
    for (let round = 0; round < 3; round++) {
      const ran = await Promise.all(agents.map((agent) => agent.writes("a.txt")))
      const granted = agents.filter((_, i) => !ran[i]?.blocks)
      expect(granted).toHaveLength(1)
      expect(ran.map(({ systemMessage }) => systemMessage)).toEqual([undefined, undefined, undefined])
      expect(await granted[0]?.stops()).toMatchObject(silent)
    }
  })

  story("a call that changes two workspaces has both in the store or none", async () => {
    const { host, env } = open()
    const branch = `both-${kind.name}-${process.pid}`
    const [alice, bob] = [host(), host()].map((one) => {
      for (const path of [one.workspace, one.repository(join(one.root, "lib"))]) {
        const git = (...args: string[]) => execFileSync("git", ["-C", path, ...args])
        git("checkout", "-q", "-b", branch)
        git("remote", "add", "origin", `git@example.org:acme/${basename(path)}.git`)
      }
      return one.agent({ env: { ...env(), ROUTER_GATE_WORKSPACE_ID: "git" } })
    }) as [Agent, Agent]
    expect(await bob.runs("git -C ../lib stash")).toMatchObject(silent)
    const denied = await alice.runs("touch a && touch ../lib/a")
    expect(denied.reason).toContain(`example.org/acme/lib#${branch}`)
    expect(await bob.writes("b.txt")).toMatchObject(silent) // of app, alice has kept nothing
  })

  story("reading is not held up, and Stop frees at once", async () => {
    const { host, env } = open()
    const [alice, bob] = [host().agent({ env: env() }), host().agent({ env: env() })]
    await alice.writes("a.txt")
    expect(await bob.runs("git diff && sed -n 1p a.txt")).toMatchObject(silent)
    expect((await bob.runs("git stash")).decision).toBe("deny")
    expect(await alice.stops()).toMatchObject(silent)
    expect(await bob.writes("b.txt")).toMatchObject(silent)
    expect((await alice.writes("a.txt")).reason?.startsWith(heldBy(bob))).toBe(true)
    expect(await bob.ends()).toMatchObject(silent)
    expect(await alice.writes("a.txt")).toMatchObject(silent)
  })

  story("a call that waits gets in when the other host's session lets go, and else is denied", async () => {
    const { host, env } = open()
    const there = host()
    const alice = host().agent({ env: env() })
    const waiting = (waitMs: string) => there.agent({ env: { ...env(), ROUTER_GATE_WAIT_MS: waitMs } })
    // The client's patience, as the installer writes it down.
    const installed = join(there.stateDir, "parallel-session-lock")
    mkdirSync(installed, { recursive: true })
    writeFileSync(join(installed, "pre-tool-use-timeout-seconds"), "60\n")
    expect(await alice.writes("a.txt")).toMatchObject(silent)
    const [hasty, patient] = [waiting("300"), waiting("50000")]
    expect((await hasty.writes("b.txt")).reason?.startsWith(heldBy(alice))).toBe(true)
    const state = () => readdirSync(there.locksDir, { recursive: true }).join()
    const before = state()
    const call = patient.writes("b.txt")
    while (state() === before) await sleep(10) // it has begun: it takes its own host's lease first
    expect(await alice.stops()).toMatchObject(silent)
    expect(await call).toMatchObject(silent)
    expect((await alice.writes("a.txt")).reason?.startsWith(heldBy(patient))).toBe(true)
    const denied = there.log().filter(({ what }) => what === "denied")
    expect(denied.map(({ sessionId }) => sessionId)).toEqual([hasty.sessionId])
  })

  story("a call that renews nothing asks nobody", async () => {
    const { host, env, proxied } = open()
    const [proxy, here] = [await proxied(), host()]
    const alice = here.agent({ env: env(proxy.port) })
    expect(await alice.writes("a.txt")).toMatchObject(silent)
    proxy.become("drop")
    for (const ask of [
      () => alice.finished("a.txt"),
      () => alice.writes("b.txt"),
      () => alice.finished("b.txt"),
    ])
      expect(await ask()).toMatchObject(silent)
    expect(here.log()).toEqual([])
    // A command needs more than is left of a lease that was taken for a file: it has to ask.
    expect((await alice.runs("make", { timeout: 600_000 })).systemMessage).toMatch(/UNAVAILABLE/)
  })

  const launched = test.skipIf(!kind.isThere || process.platform !== "linux")
  launched.each(SHELLS.map((shell) => [shell]))(
    "under %s, calls that the store need not hear of start no Node, on the branch that it knows",
    async (shell) => {
      const { host, env } = open()
      const here = host()
      execFileSync("git", ["-C", here.workspace, "remote", "add", "origin", "git@example.org:acme/app.git"])
      const sessionId = randomUUID()
      const note = join(here.stateDir, "turns", sessionId)
      const byNode = (more: Record<string, string> = {}) =>
        here.agent({
          sessionId,
          saysPid: false,
          command: [process.execPath, HOOK, note],
          env: { ...env(), CLAUDE_PID: String(client.pid), ROUTER_GATE_WORKSPACE_ID: "git", ...more },
        })
      const client = here.agent({ sessionId })
      const launcher = new HotLauncher(here.root)
      const name = `launched-${kind.name}-${process.pid}-${SHELLS.indexOf(shell)}`
      const branch = (named: string) => execFileSync("git", ["-C", here.workspace, "checkout", "-qb", named])
      /** Whether the launcher leaves a call to Node. */
      const isLeft = (make: typeof preToolUse | typeof postToolUse): boolean => {
        const file_path = join(here.workspace, "a")
        const event = make({
          session_id: sessionId,
          cwd: here.workspace,
          tool_input: { file_path, content: "" },
        })
        return (
          launcher.start(shell, [event.hook_event_name as string], `${JSON.stringify(event)}\n`, client.env)
            .seen !== null
        )
      }
      const areLeft = () => [isLeft(preToolUse), isLeft(postToolUse)]
      branch(name)
      expect(areLeft()).toEqual([true, true])
      // As long as no store is set, and then none that was not asked.
      await byNode({ ROUTER_GATE_STORE: "" }).writes("a")
      expect(areLeft()).toEqual([false, false])
      expect(await byNode().writes("a")).toMatchObject(silent)
      expect(here.remembered(client)).not.toBeNull()
      expect(areLeft()).toEqual([false, false])
      branch(`${name}-2`)
      expect(areLeft()).toEqual([true, true])
      expect(await byNode().writes("a")).toMatchObject(silent)
      expect(areLeft()).toEqual([false, false])
      // The others' lease ends by clocks that do not stand still while the machine does.
      utimesSync(note, Date.now() / 1000 - 2, Date.now() / 1000 - 2)
      expect(areLeft()).toEqual([true, true])
      expect(await byNode().stops()).toMatchObject(silent)
      expect(existsSync(note)).toBe(false)
    },
  )

  story("a store that does not answer leaves no note of a time before it was set", async () => {
    const { host, env, proxied } = open()
    const [proxy, here] = [await proxied(), host()]
    const sessionId = randomUUID()
    const note = join(here.stateDir, "turns", sessionId)
    const command = [process.execPath, HOOK, note]
    const plain = here.agent({ sessionId, command })
    const shared = here.agent({
      sessionId,
      command,
      saysPid: false,
      env: { ...env(proxy.port), CLAUDE_PID: String(plain.pid) },
    })
    const isThere = () => existsSync(note)
    await plain.writes("a")
    expect(isThere()).toBe(process.platform === "linux")
    proxy.become("drop")
    expect((await shared.writes("a")).systemMessage).toMatch(/UNAVAILABLE/)
    expect(isThere()).toBe(false)
    // For ten seconds nobody is asked. What is let pass so is not noted either.
    expect(await shared.writes("a")).toMatchObject(silent)
    expect(isThere()).toBe(false)
  })

  story("a long call has a lease as long as itself, one of unknown length a longer one", async () => {
    const { host, env } = open()
    const here = host()
    const alice = here.agent({ env: { ...env(), ROUTER_GATE_REMOTE_TTL_MS: "10000" } })
    const [seconds] = process.hrtime()
    await alice.runs("make", { timeout: 600_000 })
    expect(here.remembered(alice)?.monoExpiresAt).toBeGreaterThan((seconds + 600) * 1000)
    await alice.asks("mcp__x__write", {})
    expect(here.remembered(alice)?.monoExpiresAt).toBeGreaterThan((seconds + 1800) * 1000)
  })

  story("stopped past its lease: the other goes on, and the first one's token is of no use", async () => {
    const { host, env, key, server, password } = open()
    const here = host()
    const short = { ...env(), ROUTER_GATE_REMOTE_TTL_MS: "2000" }
    const [alice, bob] = [here.agent({ env: short }), host().agent({ env: env() })]
    await alice.writes("a.txt")
    alice.client.kill("SIGSTOP")
    await untilGranted(bob)
    alice.client.kill("SIGCONT")
    const { systemMessage, blocks } = await alice.finished("a.txt")
    expect(blocks).toBe(false)
    expect(systemMessage).toMatch(
      new RegExp(`ended before Write did, and session ${bob.sessionId} on \\S+ has`),
    )
    const store =
      kind === etcd
        ? etcdStore({ endpoints: [`http://127.0.0.1:${server.port}`], env: {} })
        : postgresStore({
            url: `postgres://gate@127.0.0.1:${server.port}/postgres`,
            env: { ROUTER_GATE_POSTGRES_PASSWORD: password },
          })
    onTestFinished(() => store.close())
    const token = here.remembered(alice)?.token as number
    expect(token).toBeGreaterThan(0)
    expect(await isCurrent(key, token, remoteIo(store.within(20_000)))).toBe(false)
    expect((await alice.writes("a.txt")).reason?.startsWith(heldBy(bob))).toBe(true)
  })

  story(
    "what a killed session left in the store is its own host's at once, and the others' when it ends",
    async () => {
      const { host, env } = open()
      const here = host()
      const [alice, bob, carol] = [here, here, host()].map((one) => one.agent({ env: env() })) as [
        Agent,
        Agent,
        Agent,
      ]
      const other = here.agent({ env: env(), cwd: here.repository(join(here.root, "clone")) })
      await alice.writes("a.txt")
      alice.dies()
      await gone(alice)
      expect((await carol.writes("c.txt")).reason?.startsWith(heldBy(alice))).toBe(true)
      // In another working copy of the host nobody can tell: alice may be alive in hers.
      expect((await other.writes("c.txt")).reason?.startsWith(heldBy(alice))).toBe(true)
      expect(await bob.writes("b.txt")).toMatchObject(silent)
      expect((await carol.writes("c.txt")).reason?.startsWith(heldBy(bob))).toBe(true)
    },
  )

  story("a client that goes on under another session id is not shut out by its own lease", async () => {
    const { host, env, key } = open()
    const here = host()
    const before = here.agent({ env: env() })
    const after = here.agent({ saysPid: false, env: { ...env(), CLAUDE_PID: String(before.pid) } })
    await before.writes("a.txt")
    const { token = 0 } = here.remembered(before) ?? {}
    expect(await after.writes("a.txt")).toMatchObject(silent)
    expect(here.remembered(before)).toBeNull()
    expect(here.remembered(after)).toMatchObject({ key })
    expect(here.remembered(after)?.token).toBeGreaterThan(token)
  })

  story("without a name in the settings, a workspace goes by its remote and branch", async () => {
    const { host, env } = open()
    const hosts = [host(), host(), host()]
    const branch = `feat/${kind.name}-${process.pid}`
    const agents = hosts.map((one, i) => {
      const git = (...args: string[]) => execFileSync("git", ["-C", one.workspace, ...args])
      git("checkout", "-q", "-b", i === 2 ? `${branch}-2` : branch)
      git(
        "remote",
        "add",
        "origin",
        i === 0 ? "git@example.org:acme/app.git" : "https://example.org/acme/app",
      )
      return one.agent({ env: { ...env(), ROUTER_GATE_WORKSPACE_ID: "git" } })
    })
    const [alice, bob, carol] = agents as [Agent, Agent, Agent]
    expect(await alice.writes("a.txt")).toMatchObject(silent)
    expect((await bob.writes("b.txt")).reason).toContain(`example.org/acme/app#${branch}`)
    expect(await carol.writes("c.txt")).toMatchObject(silent)
  })
})
