import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { startProxy } from "@router-gate/lock-store-testing"
import { describe, expect, it } from "vitest"
import { hold, holderOf, STRANGER } from "./leases.ts"
import { etcdIsThere, sharedEtcd } from "./remote-project.ts"
import { go } from "./sandbox.ts"

describe("without a store in the settings", () => {
  it("status has nothing to say of one", async () => {
    expect((await go("status", "--json")).json.remote).toBeNull()
    expect((await go("status")).stdout).not.toContain("hosts")
  })
})

describe.skipIf(!etcdIsThere)("with a store that several hosts share", () => {
  const { server, project, holdRemotely } = sharedEtcd()

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
    const proxy = await startProxy(server().port)
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
