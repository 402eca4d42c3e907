import { existsSync, readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { beforeEach, describe, expect, it } from "vitest"
import { run } from "./fake-process.ts"
import { temporaryFolder } from "./fixture-hook.ts"
import { gate, go, home, hook, read, settings } from "./sandbox.ts"

describe("scopes", () => {
  let project: string
  const at = (...args: string[]) => run(args, { home, cwd: project, hooks: [hook] })
  beforeEach(() => {
    project = temporaryFolder()
  })

  it("project: committed, with no path of this machine", async () => {
    expect((await at("install", "--scope", "project")).exitCode).toBe(0)
    const text = read(join(project, ".claude/settings.json"))
    expect(text).not.toContain(home)
    expect(JSON.parse(text).hooks.Stop[0].hooks[0].command).toMatch(
      /^f="\$\{CLAUDE_CONFIG_DIR:-\$HOME\/\.claude\}/,
    )
    expect(existsSync(gate("test-hook/launcher"))).toBe(true)
    expect(existsSync(settings())).toBe(false)
    expect((await at("install", "--scope", "project", "--json")).json.outcome).toBe("unchanged")
    await at("uninstall", "--scope", "project")
    expect(readdirSync(project)).toEqual([])
  })

  it("local: this user's launcher, in the file that git does not see", async () => {
    await at("install", "--scope", "local")
    const { hooks } = JSON.parse(read(join(project, ".claude/settings.local.json")))
    expect(hooks.Stop[0].hooks[0]).toEqual({
      type: "command",
      command: gate("test-hook/launcher"),
      args: [],
      timeout: 3,
    })
  })

  it("the staged files stay until the last scope is gone", async () => {
    await at("install")
    await at("install", "--scope", "local")
    expect((await at("uninstall", "--json")).json).toMatchObject({
      settings: "deleted",
      staged_files: "kept",
    })
    expect(existsSync(gate("test-hook/launcher"))).toBe(true)
    expect((await at("uninstall", "--scope", "local", "--json")).json).toMatchObject({
      staged_files: "removed",
    })
    expect(readdirSync(home)).toEqual([])
    expect(readdirSync(project)).toEqual([])
  })

  it("a project that was deleted holds nothing back", async () => {
    await at("install")
    await at("install", "--scope", "local")
    rmSync(project, { recursive: true })
    expect((await go("uninstall", "--json")).json).toMatchObject({ staged_files: "removed" })
    expect(readdirSync(home)).toEqual([])
  })

  it("refuses --scope project in the home directory, whose settings are the user's", async () => {
    const { exitCode, stderr } = await go("install", "--scope", "project")
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/your own settings, not a project's/)
    expect(readdirSync(home)).toEqual([])
  })

  it("honours CLAUDE_CONFIG_DIR and --project-dir", async () => {
    const config = join(temporaryFolder(), "con fig")
    const env = { CLAUDE_CONFIG_DIR: config }
    await run(["install"], { home, hooks: [hook], env })
    const { hooks } = JSON.parse(read(join(config, "settings.json")))
    expect(hooks.Stop[0].hooks[0]).toEqual({
      type: "command",
      command: `'${config}/router-gate/test-hook/launcher'`,
      timeout: 3,
    })
    await run(["install", "--scope", "local", "--project-dir", project], { home, hooks: [hook], env })
    expect(existsSync(join(project, ".claude/settings.local.json"))).toBe(true)
    expect(readdirSync(home)).toEqual([])
  })
})
