import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { run } from "./fake-process.ts"
import { REGISTRATIONS, temporaryFolder } from "./fixture-hook.ts"
import { gate, go, home, hook, read, release, settings, tree, write } from "./sandbox.ts"

describe("install", () => {
  it("sets up a home that has nothing", async () => {
    const { exitCode, json } = await go("install", "--json")
    expect(exitCode).toBe(0)
    expect(json).toMatchObject({
      command: "install",
      outcome: "installed",
      settings: "created",
      scope: "user",
      real_path: settings(),
      events: ["PreToolUse", "PostToolUse", "Stop"],
    })
    const { hooks } = JSON.parse(read(settings()))
    const launcher = gate("test-hook/launcher")
    expect(Object.keys(hooks)).toEqual(["PreToolUse", "PostToolUse", "Stop"])
    expect(hooks.Stop).toEqual([{ hooks: [{ type: "command", command: launcher, args: [], timeout: 3 }] }])
    expect(statSync(launcher).mode & 0o777).toBe(0o755)
    expect(statSync(gate("manifest.json")).mode & 0o777).toBe(0o600)
    expect(readdirSync(gate("test-hook")).sort()).toEqual([
      expect.stringMatching(/^1\.2\.3-[0-9a-f]{8}$/),
      "launcher",
    ])
  })

  it("has nothing to do the second time, and touches no byte and no time stamp", async () => {
    await go("install")
    const before = statSync(settings()).mtimeMs
    const all = tree(home)
    const { exitCode, json } = await go("install", "--json")
    expect({ exitCode, outcome: json.outcome }).toEqual({ exitCode: 0, outcome: "unchanged" })
    expect(tree(home)).toEqual(all)
    expect(statSync(settings()).mtimeMs).toBe(before)
  })

  it.each([
    ["an event is missing", (all: Record<string, unknown>) => delete all.Stop],
    [
      "a timeout is old",
      (all: Record<string, { hooks: { timeout: number }[] }[]>) =>
        all.Stop?.map((g) => g.hooks.map((h) => Object.assign(h, { timeout: 60 }))),
    ],
    ["an entry is there twice", (all: Record<string, unknown[]>) => all.Stop?.push(all.Stop[0])],
  ])("repairs when %s", async (_name, damage) => {
    await go("install")
    const good = read(settings())
    const broken = JSON.parse(good)
    damage(broken.hooks)
    write(`${JSON.stringify(broken, null, 2)}\n`)
    expect((await go("status", "--json")).json.scopes[0]).toMatchObject({ state: "partly" })
    expect((await go("install", "--json")).json).toMatchObject({ outcome: "repaired", settings: "changed" })
    expect(JSON.parse(read(settings()))).toEqual(JSON.parse(good))
    expect((await go("uninstall", "--json")).json).toMatchObject({ outcome: "uninstalled" })
    expect(existsSync(settings())).toBe(false)
  })

  it("takes the place of a newer build while the settings stay", async () => {
    await go("install")
    const before = read(settings())
    const old = readdirSync(gate("test-hook"))
    release({ version: "1.3.0" })
    expect((await go("status", "--json")).json.hooks).toMatchObject([
      { version: "1.3.0", installed_version: "1.2.3", staged: "other" },
    ])
    expect((await go("install", "--json")).json).toMatchObject({ outcome: "updated", settings: "unchanged" })
    expect(read(settings())).toBe(before)
    expect(read(gate("test-hook/launcher"))).toContain("'1.3.0-")
    // What a running session may be starting right now stays until the next update.
    expect(readdirSync(gate("test-hook"))).toEqual(expect.arrayContaining(old))
    release({ version: "1.4.0" })
    await go("install")
    expect(readdirSync(gate("test-hook")).join()).not.toContain("1.2.3")
    expect((await go("uninstall", "--json")).json).toMatchObject({
      settings: "deleted",
      staged_files: "removed",
    })
  })

  it("registers the events that a newer release adds", async () => {
    write('{"model":"opus"}')
    await go("install")
    release({
      version: "2.0.0",
      registrations: [...REGISTRATIONS, { event: "SessionEnd", timeoutSeconds: 2 }],
    })
    expect((await go("install", "--json")).json).toMatchObject({ outcome: "updated", settings: "changed" })
    expect(Object.keys(JSON.parse(read(settings())).hooks)).toEqual([
      "PreToolUse",
      "PostToolUse",
      "Stop",
      "SessionEnd",
    ])
    // And takes out what it no longer uses.
    release({ version: "3.0.0", registrations: REGISTRATIONS.slice(0, 2) })
    await go("install")
    expect(Object.keys(JSON.parse(read(settings())).hooks)).toEqual(["PreToolUse", "PostToolUse"])
    await go("uninstall")
    expect(read(settings())).toBe('{"model":"opus"}')
  })

  it("mends a build that was damaged", async () => {
    await go("install")
    const build = readdirSync(gate("test-hook")).find((name) => name.startsWith("1.2.3")) ?? ""
    writeFileSync(gate("test-hook", build, "hook.cjs"), "")
    expect((await go("status", "--json")).json).toMatchObject({ hooks: [{ staged: "other" }] })
    await go("install")
    expect(read(gate("test-hook", build, "hook.cjs"))).toContain("FIXTURE_LOG")
  })

  it("changes nothing when the hook does not run here", async () => {
    write('{"model":"opus"}')
    const before = tree(home)
    release({ source: "console.error('no such thing'); process.exit(3)" })
    const { exitCode, stderr } = await go("install")
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/does not run here: it exited with 3; it said: no such thing/)
    expect(tree(home)).toEqual(before)
  })

  it("runs the hook on Windows too, where no launcher can be run", async () => {
    release({ source: "process.exit(3)" })
    const env = { USERPROFILE: home }
    const { exitCode } = await run(["install"], { home, hooks: [hook], platform: "win32", env })
    expect(exitCode).toBe(1)
    expect(tree(home)).toEqual({})
  })

  it("keeps the working launcher when an update does not run here", async () => {
    await go("install")
    rmSync(gate("manifest.json"))
    const launcher = read(gate("test-hook/launcher"))
    release({ version: "2.0.0", source: "process.exit(1)" })
    expect((await go("install")).exitCode).toBe(1)
    expect(read(gate("test-hook/launcher"))).toBe(launcher)
    expect((await go("status", "--json")).json).toMatchObject({ active: true, hooks: [{ staged: "other" }] })
  })

  it("shows a dry run and does not even make a folder", async () => {
    write('{\n  "model": "opus"\n}\n')
    const before = tree(home)
    const { exitCode, stdout } = await go("install", "--dry-run")
    expect(exitCode).toBe(0)
    expect(stdout).toContain(`--- ${settings()}`)
    expect(stdout).toMatch(/^- {2}"model": "opus"$/m)
    expect(stdout).toMatch(/^\+ {4}"Stop": \[$/m)
    expect(tree(home)).toEqual(before)
  })

  it("says when the same hook is registered twice", async () => {
    const project = temporaryFolder()
    const at = (...args: string[]) => run(args, { home, cwd: project, hooks: [hook] })
    await at("install")
    const { json } = await at("install", "--scope", "project", "--json")
    expect(json.notes).toEqual([expect.stringMatching(/twice per call.*uninstall --scope user/)])
    await at("uninstall", "--scope", "project")
    // Identical entries run once.
    expect((await at("install", "--scope", "local", "--json")).json.notes).toEqual([])
  })

  it("says when hooks are switched off", async () => {
    write('{"disableAllHooks": true}')
    expect((await go("install", "--json")).json.notes).toEqual([expect.stringContaining("disableAllHooks")])
    expect((await go("status", "--json")).json).toMatchObject({
      active: false,
      inactive_because: expect.stringContaining("disableAllHooks"),
    })
  })
})

it("wants every registration or none: PreToolUse never stands without its release", async () => {
  await go("install")
  const { hooks } = JSON.parse(read(settings()))
  expect(Object.keys(hooks)).toEqual(REGISTRATIONS.map((one) => one.event))
})
