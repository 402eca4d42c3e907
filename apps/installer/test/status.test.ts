import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { gate, go, home, write } from "./sandbox.ts"

describe("status", () => {
  it("tells what is not there", async () => {
    const { exitCode, json, stdout } = await go("status", "--json")
    expect(exitCode).toBe(0)
    expect(json).toMatchObject({
      active: false,
      hooks: [{ staged: "missing", installed_version: null }],
      leases: [],
    })
    expect(stdout).not.toContain("undefined")
    expect(readdirSync(home)).toEqual([])
  })

  it("tells what is", async () => {
    await go("install")
    const { json } = await go("status", "--json")
    expect(json).toMatchObject({
      active: true,
      inactive_because: null,
      hooks: [{ name: "test-hook", version: "1.2.3", installed_version: "1.2.3", staged: "current" }],
    })
    expect(json.scopes[0]).toMatchObject({ scope: "user", state: "installed", missing_events: [] })
    expect((await go("status")).stdout).toMatch(/^Active/)
  })

  it("tells when somebody took it out behind our back", async () => {
    write("{}")
    await go("install")
    write("{}")
    expect((await go("status", "--json")).json.scopes[0]).toMatchObject({ state: "gone" })
    expect((await go("install", "--json")).json.outcome).toBe("installed")
  })

  it("tells when a file cannot be read, and why", async () => {
    write("{,}")
    const { exitCode, stdout } = await go("status")
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/unreadable: .*settings\.json:1:2/)
  })

  it("tells when the staged files are gone", async () => {
    await go("install")
    rmSync(gate("test-hook"), { recursive: true })
    expect((await go("status", "--json")).json).toMatchObject({
      active: false,
      inactive_because: expect.stringContaining("not staged"),
    })
  })

  it("shows one scope when asked", async () => {
    expect((await go("status", "--scope", "user", "--json")).json.scopes).toHaveLength(1)
  })

  it("lists leases and whether their holders live; a stored text cannot steer the terminal", async () => {
    mkdirSync(join(home, ".claude/runtime"), { recursive: true })
    const record = {
      schema_version: 1,
      session_id: "s-\u001b[31m1",
      pid: process.pid,
      acquired_at: Date.now(),
      ttl_ms: 300_000,
      workspace: "/w\u0007",
    }
    writeFileSync(join(home, ".claude/runtime/session-lock-0123456789ab.json"), JSON.stringify(record))
    writeFileSync(join(home, ".claude/runtime/session-lock-000000000000.json"), "junk")
    const { json } = await go("status", "--json")
    expect(json.leases).toMatchObject([{ pid: process.pid, workspace: "/w\u0007", stale: null }])
    const { stdout } = await go("status")
    expect(stdout).toMatch(/binds until/)
    expect(stdout).not.toContain("\u001b")
    expect(stdout).not.toContain("\u0007")
  })
})
