import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { isSwitchedOff } from "@router-gate/hook-parallel-session-lock"
import { describe, expect, it } from "vitest"
import { run } from "./fake-process.ts"
import { gate, go, home, hook, read, tree } from "./sandbox.ts"

describe("off and on", () => {
  it("write and remove the switch that the hook looks at", async () => {
    const { exitCode, stdout } = await go("off")
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^The gate is off until it is switched on, also for running sessions/)
    expect(JSON.parse(read(gate("off")))).toEqual({ until: null, since: expect.any(Number) })
    expect(statSync(gate("off")).mode & 0o777).toBe(0o600)
    expect(statSync(gate()).mode & 0o777).toBe(0o700)
    expect(isSwitchedOff(read(gate("off")), Date.now())).toBe(true)
    expect((await go("on")).stdout).toMatch(/^The gate is on/)
    expect(readdirSync(gate())).toEqual([])
  })

  it("for a while", async () => {
    const before = Date.now()
    const { json } = await go("off", "--for", "30m", "--json")
    expect(json).toMatchObject({ command: "off", outcome: "switched", off: { path: gate("off") } })
    expect(json.off.until).toBeGreaterThanOrEqual(before + 1_800_000)
    expect(json.off.until).toBeLessThanOrEqual(Date.now() + 1_800_000)
    const text = read(gate("off"))
    expect([isSwitchedOff(text, json.off.until - 1), isSwitchedOff(text, json.off.until)]).toEqual([
      true,
      false,
    ])
  })

  it("twice changes nothing, another time does, and since when stays", async () => {
    expect((await go("on", "--json")).json).toMatchObject({ outcome: "unchanged", off: null })
    expect(readdirSync(home)).toEqual([])
    const first = (await go("off", "--json")).json
    const all = tree(home)
    expect((await go("off", "--json")).json).toEqual({ ...first, outcome: "unchanged" })
    expect(tree(home)).toEqual(all)
    expect((await go("off")).stdout).toMatch(/already off/)
    const timed = (await go("off", "--for", "1d", "--json")).json
    expect(timed).toMatchObject({ outcome: "switched", off: { since: first.off.since } })
    expect((await go("on", "--json")).json.outcome).toBe("switched")
    expect((await go("on")).stdout).toMatch(/already on/)
  })

  it("a switch whose time is up, or that is broken", async () => {
    mkdirSync(gate(), { recursive: true })
    writeFileSync(gate("off"), JSON.stringify({ until: 1000, since: 1 }))
    expect((await go("status", "--json")).json.switched_off).toBeNull()
    expect((await go("off", "--json")).json.off.since).toBeGreaterThan(1)
    writeFileSync(gate("off"), "{")
    expect((await go("status", "--json")).json.switched_off).toEqual({
      until: null,
      since: null,
      path: gate("off"),
    })
    expect((await go("on", "--json")).json.outcome).toBe("switched")
  })

  it("an agent may switch it on, and off only if a person says so", async () => {
    const inside = (...args: string[]) => run(args, { home, hooks: [hook], env: { CLAUDECODE: "1" } })
    const { exitCode, stdout, stderr } = await inside("off")
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" })
    expect(stderr).toMatch(/to switch the gate off is for a person to decide/)
    expect(existsSync(gate("off"))).toBe(false)
    expect((await inside("off", "--yes-from-agent")).exitCode).toBe(0)
    expect((await inside("on")).exitCode).toBe(0)
  })

  it("status says each way in which it is off", async () => {
    await go("install")
    await go("off", "--for", "2h")
    const off = await go("status")
    expect(off.stdout).toMatch(/^Not active: it is switched off until \S+Z, or until router-gate on/)
    expect(off.stdout).toMatch(/off switch {2}until \S+Z {2}.*router-gate\/off/)
    await go("on")
    const byEnvironment = await run(["status"], { home, hooks: [hook], env: { ROUTER_GATE: "0" } })
    expect(byEnvironment.stdout).toMatch(/^Not active: ROUTER_GATE=0/)
    expect(byEnvironment.stdout).toContain("  ROUTER_GATE=0 in this environment")
    writeFileSync(join(home, ".claude/router-gate.json"), '{"enabled":false}')
    const byFile = await go("status")
    expect(byFile.stdout).toMatch(/^Not active: "enabled" is false in .*router-gate\.json\n/)
    expect(byFile.stdout).toMatch(/enabled = false {2}.*router-gate\.json/)
  })

  it("uninstall takes the switch along", async () => {
    await go("install")
    await go("off")
    await go("uninstall")
    expect(readdirSync(home)).toEqual([])
  })
})
