import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { acquire } from "@router-gate/lock-core"
import { remoteIo } from "@router-gate/lock-core/remote"
import { etcdStore } from "@router-gate/lock-store-etcd"
import { findEtcd, type RealServer, startEtcd, startProxy } from "@router-gate/lock-store-testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { run } from "./fake-process.ts"
import { hold, holderOf, STRANGER, workTree } from "./leases.ts"
import { go, home, hook } from "./sandbox.ts"

const program = findEtcd()
if (!program) {
  if (process.env.ROUTER_GATE_REQUIRE_SERVERS) throw new Error("etcd must not be missing here")
  console.warn("\nSKIPPED: the commands on a real etcd, for it is not installed\n")
}

describe("without a store in the settings", () => {
  it("status has nothing to say of one", async () => {
    expect((await go("status", "--json")).json.remote).toBeNull()
    expect((await go("status")).stdout).not.toContain("hosts")
  })
})

describe.skipIf(!program)("with a store that several hosts share", () => {
  let server: RealServer & { endpoint: string }
  beforeAll(async () => {
    server = await startEtcd(program as string)
  })
  afterAll(() => server?.stop())

  let keys = 0
  /** A workspace, the name that a project's settings give it, and the commands in it. */
  function project(endpoint = server.endpoint) {
    keys += 1
    const key = `example.org/acme/app#${keys}`
    const workspace = workTree(`w${keys}`)
    mkdirSync(join(workspace, ".claude"))
    writeFileSync(join(workspace, ".claude/router-gate.json"), JSON.stringify({ workspaceId: key }))
    mkdirSync(join(home, ".claude"), { recursive: true })
    const settings = { store: { type: "etcd", endpoints: [endpoint] }, remoteTimeoutMs: 1_000 }
    writeFileSync(join(home, ".claude/router-gate.json"), JSON.stringify(settings))
    const command = (args: string[], env = {}) => run(args, { home, hooks: [hook], cwd: workspace, env })
    return { key, workspace, command }
  }

  async function holdRemotely(key: string, sessionId: string): Promise<void> {
    const store = etcdStore({ endpoints: [server.endpoint], timeoutMs: 20_000, env: {} })
    const details = { host: "devbox-7\u001b[31m", tool: "Write" }
    const { acquired } = await acquire(key, { sessionId, ttlMs: 60_000, details }, remoteIo(store))
    await store.close()
    if (!acquired) throw new Error(`${key} is held already`)
  }

  it("status says who holds the workspace there, and until when", async () => {
    const { key, command } = project()
    expect((await command(["status", "--json"])).json.remote).toMatchObject({
      store: "etcd",
      key,
      state: "free",
    })
    await holdRemotely(key, "other")
    const { json } = await command(["status", "--json"])
    expect(json.remote).toMatchObject({ state: "held", session_id: "other", tool: "Write", problem: null })
    expect(json.remote.binds_until).toBeGreaterThan(Date.now())
    const { stdout } = await command(["status"])
    expect(stdout).toMatch(/Leases of all hosts, in etcd\n.*session other on host devbox-7.*, until /)
    expect(stdout).not.toContain("\u001b[31m")
  })

  it("that nobody answers is a fact and no error", async () => {
    const proxy = await startProxy(server.port)
    proxy.become("stall")
    try {
      const { command } = project(`http://127.0.0.1:${proxy.port}`)
      const { exitCode, json } = await command(["status", "--json"])
      expect(exitCode).toBe(0)
      expect(json.remote).toMatchObject({
        state: "unreachable",
        problem: expect.stringMatching(/^UNAVAILABLE/),
      })
      expect(await command(["unlock"])).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining("UNAVAILABLE"),
      })
    } finally {
      await proxy.close()
    }
  })

  it("status does not tell the password", async () => {
    const { command } = project()
    const env = {
      ROUTER_GATE_STORE: "postgres",
      ROUTER_GATE_POSTGRES_URL: "postgres://gate:s3cret@127.0.0.1:1/none",
    }
    for (const args of [["status"], ["status", "--json"], ["unlock"]]) {
      const { stdout, stderr } = await command(args, env)
      expect(stdout + stderr).toMatch(/UNAVAILABLE/)
      expect(stdout + stderr).not.toContain("s3cret")
    }
  })

  it("a workspace without a name there is told so", async () => {
    const { workspace, command } = project()
    writeFileSync(join(workspace, ".claude/router-gate.json"), "{}")
    expect((await command(["status", "--json"])).json.remote).toMatchObject({ key: null, state: "unnamed" })
    expect(await command(["unlock"])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^Nothing/),
    })
  })

  it("unlock frees one's own lease there, here as well", async () => {
    const { key, workspace, command } = project()
    await hold(workspace, "s1", { pid: process.ppid })
    await holdRemotely(key, "s1")
    const { json } = await command(["unlock", "--json"], { CLAUDECODE: "1", CLAUDE_CODE_SESSION_ID: "s1" })
    expect(json.freed).toMatchObject([
      { session_id: "s1", because: "own" },
      { session_id: "s1", because: "own", remote: { store: "etcd", key } },
    ])
    expect(await holderOf(workspace)).toBeNull()
    expect((await command(["status", "--json"])).json.remote.state).toBe("free")
  })

  it("unlock takes another's away with --force only", async () => {
    const { key, command } = project()
    await holdRemotely(key, "other")
    expect(await command(["unlock"])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/held by session other .*\n.*--force/),
    })
    expect((await command(["unlock", "--force"])).stdout).toContain(`Unlocked ${key} in etcd`)
    expect((await command(["status", "--json"])).json.remote.state).toBe("free")
  })

  it("a lease of this host that binds keeps unlock from the store", async () => {
    const { key, workspace, command } = project()
    await hold(workspace, "other", { pid: STRANGER })
    await holdRemotely(key, "other")
    expect((await command(["unlock"])).exitCode).toBe(1)
    expect((await command(["status", "--json"])).json.remote.state).toBe("held")
  })
})
