import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { run } from "./fake-process.ts"
import { gate, go, home, hook, read, settings, tree, write } from "./sandbox.ts"

const machine = (...path: string[]) => join(`${home}.machine`, ...path)
afterEach(() => rmSync(machine(), { recursive: true, force: true }))
function writeMachine(name: string, value: object): void {
  mkdirSync(join(machine(name), ".."), { recursive: true })
  writeFileSync(machine(name), JSON.stringify(value))
}

describe("scope managed", () => {
  it("is a file of our own, and a hook that every user may start", async () => {
    const umask = process.umask(0o077)
    try {
      expect((await go("install", "--scope", "managed", "--json")).json).toMatchObject({
        outcome: "installed",
      })
    } finally {
      process.umask(umask)
    }
    const file = machine("managed-settings.d/50-router-gate.json")
    const launcher = machine("router-gate/test-hook/launcher")
    expect(JSON.parse(read(file)).hooks.Stop[0].hooks[0]).toEqual({
      type: "command",
      command: launcher,
      args: [],
      timeout: 3,
    })
    for (const path of Object.keys(tree(machine())).filter((one) => !one.includes("installer-lock"))) {
      expect(statSync(path).mode & 0o044).toBe(0o044)
    }
    expect(readdirSync(home)).toEqual([])
    expect((await go("status", "--json")).json).toMatchObject({
      active: true,
      hooks: [{ launcher, staged: "current" }],
    })
  })

  it("leaves nothing behind", async () => {
    await go("install", "--scope", "managed")
    expect((await go("uninstall", "--scope", "managed", "--json")).json).toMatchObject({
      settings: "deleted",
      staged_files: "removed",
    })
    expect(existsSync(machine())).toBe(false)
  })

  it("and scope user do not share anything", async () => {
    await go("install")
    expect((await go("install", "--scope", "managed", "--json")).json.notes).toEqual([
      expect.stringContaining("twice per call"),
    ])
    await go("uninstall", "--scope", "managed")
    expect((await go("status", "--json")).json.active).toBe(true)
  })
})

describe("what the machine's settings say", () => {
  it("allowManagedHooksOnly leaves only the machine's hooks", async () => {
    await go("install")
    writeMachine("managed-settings.json", { allowManagedHooksOnly: true })
    expect((await go("status", "--json")).json).toMatchObject({
      active: false,
      inactive_because: expect.stringContaining("allowManagedHooksOnly"),
    })
    await go("install", "--scope", "managed")
    expect((await go("status", "--json")).json.active).toBe(true)
  })

  it("disableAllHooks in a drop-in ends all; a user's does not end the machine's", async () => {
    write('{"disableAllHooks":true}')
    await go("install", "--scope", "managed")
    expect((await go("status", "--json")).json.active).toBe(true)
    writeMachine("managed-settings.d/10-off.json", { disableAllHooks: true })
    expect((await go("status", "--json")).json).toMatchObject({
      active: false,
      inactive_because: expect.stringContaining("10-off.json"),
    })
  })

  it("counts for nothing when it does not parse", async () => {
    await go("install")
    writeMachine("managed-settings.json", {})
    writeFileSync(machine("managed-settings.json"), "{ // no")
    expect((await go("status", "--json")).json.active).toBe(true)
  })
})

it("says when the environment switches the gate off", async () => {
  await go("install")
  const { json } = await run(["status", "--json"], { home, hooks: [hook], env: { ROUTER_GATE: "0" } })
  expect(json).toMatchObject({ active: false, inactive_because: expect.stringContaining("ROUTER_GATE=0") })
})

describe("inside an agent's session", () => {
  const inside = (...args: string[]) => run(args, { home, hooks: [hook], env: { CLAUDECODE: "1" } })

  it.each(["install", "uninstall"])("%s is refused without a person's word", async (command) => {
    await (command === "uninstall" ? go("install") : undefined)
    const before = tree(home)
    const { exitCode, stderr } = await inside(command)
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/inside an agent's session.*\n.*--yes-from-agent/)
    expect(tree(home)).toEqual(before)
    expect((await inside(command, "--dry-run")).exitCode).toBe(0)
    expect((await inside(command, "--yes-from-agent")).exitCode).toBe(0)
    expect(existsSync(settings())).toBe(command === "install")
  })

  it("status is allowed", async () => {
    expect((await inside("status")).exitCode).toBe(0)
    expect(existsSync(gate())).toBe(false)
  })
})
