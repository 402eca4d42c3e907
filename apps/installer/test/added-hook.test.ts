import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { sharedCommand } from "../src/settings/own-handlers.ts"
import { run } from "./fake-process.ts"
import { pluginPackage } from "./plugin-fixture.ts"
import { gate, go, home, hook, read, release, settings, tree, write } from "./sandbox.ts"

const MINE = '{ "model": "opus",\n  "hooks": { "Stop": [] } }\n'

describe("install --plugin", () => {
  it("registers it beside the gate, every event of it, and stages what it needs", async () => {
    write(MINE)
    const { exitCode, json } = await go("install", "--plugin", pluginPackage(), "--json")
    expect(exitCode).toBe(0)
    expect(json.hooks.map((one: { name: string }) => one.name)).toEqual(["test-hook", "second-hook"])
    const { hooks } = JSON.parse(read(settings()))
    const launcher = gate("second-hook/launcher")
    expect(hooks.PreToolUse.at(-1)).toEqual({
      matcher: "Bash",
      hooks: [{ type: "command", command: launcher, args: [], timeout: 4 }],
    })
    expect(hooks.SubagentStop).toEqual([
      { hooks: [{ type: "command", command: launcher, args: [], timeout: 5 }] },
    ])
    expect(existsSync(launcher)).toBe(true)
  })

  it("may be repeated, and takes a path from where the command runs", async () => {
    const first = pluginPackage({ name: "first" })
    const { exitCode } = await run(["install", "--plugin", ".", "--plugin", pluginPackage()], {
      home,
      hooks: [hook],
      cwd: first,
    })
    expect(exitCode).toBe(0)
    expect(read(settings())).toContain(gate("first/launcher"))
    expect(read(settings())).toContain(gate("second-hook/launcher"))
  })

  it("joins an installed gate, and changes nothing when it is there already", async () => {
    await go("install")
    const plugin = pluginPackage()
    expect((await go("install", "--plugin", plugin, "--json")).json).toMatchObject({ settings: "changed" })
    const before = tree(join(home, ".claude"))
    expect((await go("install", "--plugin", plugin, "--json")).json.outcome).toBe("unchanged")
    expect(tree(join(home, ".claude"))).toEqual(before)
  })

  it("is kept by a later install, as it is staged, when its own folder is gone", async () => {
    const plugin = pluginPackage()
    await go("install", "--plugin", plugin)
    const before = read(settings())
    rmSync(plugin, { recursive: true })
    release({ version: "2.0.0" })
    expect((await go("install", "--json")).json).toMatchObject({ outcome: "updated", settings: "unchanged" })
    expect(read(settings())).toBe(before)
    write('{ "model": "opus" }')
    expect((await go("status", "--scope", "user", "--json")).json.scopes[0].state).toBe("gone")
    await go("install")
    expect(read(settings())).toContain(gate("second-hook/launcher"))
  })

  it("is updated when it is named again, with the events that it has now", async () => {
    await go("install", "--plugin", pluginPackage())
    const on = { Stop: { timeoutSeconds: 9 } }
    const { json } = await go("install", "--plugin", pluginPackage({ version: "0.2.0", on }), "--json")
    expect(json).toMatchObject({ outcome: "updated", files: "updated" })
    const { hooks } = JSON.parse(read(settings()))
    expect(hooks.SubagentStop).toBeUndefined()
    expect(hooks.Stop.at(-1).hooks[0]).toMatchObject({ command: gate("second-hook/launcher"), timeout: 9 })
    expect(read(gate("second-hook/launcher"))).toMatch(/0\.2\.0-[0-9a-f]{8}/)
  })

  it("leaves no trace when its executable does not run", async () => {
    write(MINE)
    const broken = pluginPackage({ executable: "process.exit(3)" })
    const empty = tree(home)
    expect(await go("install", "--plugin", broken)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("does not run here"),
    })
    expect(tree(home)).toEqual(empty)
    await go("install")
    const before = tree(home)
    expect((await go("install", "--plugin", broken)).exitCode).toBe(1)
    expect(tree(home)).toEqual(before)
  })

  it("is refused a second time without its folder when its staged files are damaged", async () => {
    const plugin = pluginPackage()
    await go("install", "--plugin", plugin)
    const [build = ""] = /0\.1\.0-[0-9a-f]{8}/.exec(read(gate("second-hook/launcher"))) ?? []
    writeFileSync(gate("second-hook", build, "part.cjs"), "changed")
    expect(await go("install")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(`router-gate install --plugin ${plugin}`),
    })
    expect((await go("install", "--plugin", plugin)).exitCode).toBe(0)
    expect(read(gate("second-hook", build, "part.cjs"))).toBe("module.exports = 'here'\n")
  })

  it("is of one settings file: others get it only when they are given it", async () => {
    const project = join(home, "shop")
    mkdirSync(project)
    await go("install", "--plugin", pluginPackage())
    await go("install", "--scope", "project", "--project-dir", project)
    const shared = join(project, ".claude/settings.json")
    expect(read(shared)).not.toContain("second-hook")
    await go("install", "--scope", "project", "--project-dir", project, "--plugin", pluginPackage())
    expect(read(shared)).toContain("/router-gate/second-hook/launcher")
    expect(read(shared)).not.toContain(home)

    // Taken out here, it is at work there, until the last one lets it go.
    const out = (...more: string[]) => go("uninstall", "--plugin", "second-hook", "--json", ...more)
    expect((await out()).json).toMatchObject({ settings: "edited", staged_files: "kept" })
    expect(existsSync(gate("second-hook/launcher"))).toBe(true)
    const last = await out("--scope", "project", "--project-dir", project)
    expect(last.json).toMatchObject({ settings: "edited", staged_files: "removed" })
    expect(existsSync(gate("second-hook"))).toBe(false)
    expect(existsSync(gate("test-hook/launcher"))).toBe(true)
  })

  it("leaves a colleague's plugin in a shared file alone", async () => {
    const project = join(home, "shop")
    mkdirSync(join(project, ".claude"), { recursive: true })
    const theirs = {
      type: "command",
      command: sharedCommand("second-hook"),
      timeout: 4,
    }
    const shared = join(project, ".claude/settings.json")
    writeFileSync(shared, JSON.stringify({ hooks: { PreToolUse: [{ matcher: "Bash", hooks: [theirs] }] } }))
    const before = read(shared)
    const there = ["--scope", "project", "--project-dir", project]
    await go("install", ...there)
    await go("uninstall", ...there)
    expect(read(shared)).toBe(before)
  })

  it("serves the whole machine as well", async () => {
    expect((await go("install", "--scope", "managed", "--plugin", pluginPackage())).exitCode).toBe(0)
    const machine = `${home}.machine`
    expect(read(join(machine, "managed-settings.d/50-router-gate.json"))).toContain("second-hook/launcher")
    expect((await go("uninstall", "--scope", "managed")).exitCode).toBe(0)
    expect(existsSync(machine)).toBe(false)
  })
})

describe("uninstall", () => {
  it("takes plugins out with the gate: byte for byte, and no file left", async () => {
    write(MINE)
    const before = tree(home)
    await go("install", "--plugin", pluginPackage(), "--plugin", pluginPackage({ name: "third" }))
    expect((await go("uninstall", "--json")).json).toMatchObject({ settings: "restored" })
    expect(tree(home)).toEqual(before)
  })

  it("--plugin takes one out, and the file is as it was without it", async () => {
    write(MINE)
    await go("install")
    const without = read(settings())
    await go("install", "--plugin", pluginPackage())
    const { stdout } = await go("uninstall", "--plugin", "second-hook")
    expect(stdout).toContain("Uninstalled second-hook from")
    expect(read(settings())).toBe(without)
    expect(existsSync(gate("second-hook"))).toBe(false)
    expect((await go("status", "--scope", "user", "--json")).json.scopes[0].state).toBe("installed")
    expect((await go("uninstall", "--plugin", "second-hook")).stdout).toContain("Nothing to do.")
    expect((await go("uninstall", "--json")).json.settings).toBe("restored")
    expect(read(settings())).toBe(MINE)
  })

  it("--plugin leaves alone what others have changed since, and what is partly there of the gate", async () => {
    await go("install", "--plugin", pluginPackage())
    const changed = JSON.parse(read(settings()))
    changed.model = "opus"
    delete changed.hooks.PostToolUse
    write(JSON.stringify(changed))
    await go("uninstall", "--plugin", "second-hook")
    changed.hooks.PreToolUse.pop()
    delete changed.hooks.SubagentStop
    expect(JSON.parse(read(settings()))).toEqual(changed)
  })

  it("--plugin does not take the gate itself", async () => {
    await go("install")
    for (const name of ["test-hook", "../x"])
      expect((await go("uninstall", "--plugin", name, "--json")).json.error.code).toBe("PLUGIN_NAME")
  })
})

describe("status and doctor", () => {
  it("show a plugin with the folder that it came from", async () => {
    const plugin = pluginPackage()
    await go("install", "--plugin", plugin)
    const { stdout } = await go("status")
    expect(stdout).toContain(`second-hook 0.1.0  ${gate("second-hook/launcher")}  (plugin, from ${plugin})`)
    expect((await go("status", "--json")).json.hooks[1]).toMatchObject({
      staged: "current",
      installed_from: plugin,
    })
    const { json } = await go("doctor", "--json")
    expect(json.timings.map((one: { hook: string }) => one.hook)).toEqual(["test-hook", "second-hook"])
  })

  it("say that its files are gone, and that the gate is at work all the same", async () => {
    await go("install", "--plugin", pluginPackage())
    rmSync(gate("second-hook"), { recursive: true })
    expect((await go("status", "--json")).json).toMatchObject({
      active: true,
      hooks: [{}, { staged: "missing" }],
    })
    const { json, exitCode } = await go("doctor", "--json")
    expect(exitCode).toBe(1)
    expect(json.findings).toContainEqual(
      expect.objectContaining({ code: "NOT_STAGED", path: gate("second-hook/launcher") }),
    )
  })
})
