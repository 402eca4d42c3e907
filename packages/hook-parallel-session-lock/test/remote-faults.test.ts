import { cpSync, readFileSync, rmSync } from "node:fs"
import { dirname, join } from "node:path"
import { preToolUse, runHookExecutable } from "@router-gate/hook-runtime/testing"
import { describe, expect, test } from "vitest"
import { HOOK, silent, World } from "./session.ts"
import { etcd, type Host, postgres, stageFor } from "./shared-store.ts"

/** Far more than the time that the store has, and less than a client waits for what does not end. */
const LATE_MS = 8_000

describe.each([etcd, postgres])("$name does not answer", (kind) => {
  const open = stageFor(kind)
  const story = test.skipIf(!kind.isThere)
  /** As set by nobody: half a second for everything. */
  const asItComes = (env: Record<string, string>) => ({ ...env, ROUTER_GATE_REMOTE_TIMEOUT_MS: "" })
  const expectOpen = async (here: Host, env: Record<string, string>): Promise<void> => {
    const alice = here.agent({ env: asItComes(env) })
    const first = await alice.writes("a.txt")
    expect(first).toMatchObject({ exitCode: 0, stderr: "", blocks: false })
    expect(first.systemMessage).toMatch(/failed open \(UNAVAILABLE\): .* Nothing was blocked/)
    expect(first.durationMs).toBeLessThan(LATE_MS)
    expect(await alice.writes("b.txt")).toMatchObject(silent)
    // On its own host it has its lease all the same.
    expect((await here.agent().writes("c.txt")).blocks).toBe(true)
    expect(here.log().filter(({ level }) => level === "error").length).toBeGreaterThan(0)
  }

  story("killed: the call is let pass, one line says so, once", async () => {
    const { host, env, server } = open()
    await server.kill()
    try {
      await expectOpen(host(), env())
    } finally {
      await server.start()
    }
  })

  story.for(["stall", "stall answers", "drop"] as const)(
    "the network does %s: the same, in time",
    async (mode) => {
      const { host, env, proxied } = open()
      const proxy = await proxied()
      proxy.become(mode)
      await expectOpen(host(), env(proxy.port))
    },
  )

  story("the settings let nothing pass unasked: denied in one sentence, until it answers again", async () => {
    const { host, env, key, proxied } = open()
    const [proxy, here] = [await proxied(), host()]
    const alice = here.agent({ env: { ...env(proxy.port), ROUTER_GATE_REMOTE_UNAVAILABLE: "deny" } })
    proxy.become("drop")
    const denied = await alice.writes("a.txt")
    expect(denied.decision).toBe("deny")
    expect(denied.reason).toContain(`cannot be told whether another host is changing ${key} (UNAVAILABLE: `)
    expect(denied.reason).not.toContain("\n")
    expect(await alice.runs("git diff && sed -n 1p a.txt")).toMatchObject(silent)
    const carol = here.agent() // who asks no store: nothing was kept on this host
    expect(await carol.writes("c.txt")).toMatchObject(silent)
    await carol.stops()
    proxy.become("pass")
    expect(await alice.writes("a.txt")).toMatchObject(silent)
  })

  story("at the end of a turn: this host's leases go all the same", async () => {
    const { host, env, proxied } = open()
    const [proxy, here] = [await proxied(), host()]
    const alice = here.agent({ env: env(proxy.port) })
    expect(await alice.writes("a.txt")).toMatchObject(silent)
    proxy.become("drop")
    expect((await alice.stops()).systemMessage).toMatch(/UNAVAILABLE/)
    expect(await here.agent().writes("b.txt")).toMatchObject(silent)
  })
})

describe("no secret is told", () => {
  const open = stageFor(postgres)
  test.skipIf(!postgres.isThere)("of a password that is refused", async () => {
    const { host, env } = open()
    const here = host()
    const secret = "wr0ng/w@rd"
    const alice = here.agent({ env: { ...env(), ROUTER_GATE_POSTGRES_PASSWORD: secret } })
    const { stdout, systemMessage } = await alice.writes("a.txt")
    expect(systemMessage).toMatch(/failed open/)
    const told = stdout + readFileSync(join(here.stateDir, "log.jsonl"), "utf8")
    for (const form of [secret, encodeURIComponent(secret)]) expect(told).not.toContain(form)
  })
})

test("where no store is set, the part that asks one is not even there to be read", async () => {
  const world = new World()
  try {
    const copy = join(world.root, "dist")
    cpSync(dirname(HOOK), copy, { recursive: true })
    for (const file of ["shared.cjs", "remote.cjs"]) rmSync(join(copy, file))
    const event = preToolUse({
      cwd: world.workspace,
      session_id: "s",
      tool_input: { file_path: join(world.workspace, "a"), content: "" },
    })
    const env = { HOME: world.home, CLAUDE_PROJECT_DIR: world.workspace, ROUTER_GATE_TTL_MS: "60000" }
    const run = (more = {}) =>
      runHookExecutable({
        command: process.execPath,
        args: [join(copy, "hook.cjs")],
        payload: event,
        env: { ...env, ...more },
      })
    expect(await run()).toMatchObject(silent)
    // And this is how one would see it.
    expect((await run({ ROUTER_GATE_STORE: "etcd" })).systemMessage).toMatch(/MODULE_NOT_FOUND|shared/)
  } finally {
    world.end()
  }
})
