import { execFileSync, spawn, spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { beforeAll, describe, expect, it } from "vitest"
import { DEFAULT_CONFIG, shippedHooks } from "../src/hooks.ts"
import { temporaryFolder } from "./fixture-hook.ts"
import { home, read, settings } from "./sandbox.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const bin = join(root, "dist/bin.js")

beforeAll(() => {
  if (!existsSync(bin)) execFileSync("npx", ["tsup"], { cwd: root })
})

function runBin(args: string[], env: Record<string, string> = {}) {
  const ran = spawnSync(process.execPath, [bin, ...args], {
    encoding: "utf8",
    cwd: home,
    env: { PATH: process.env.PATH, HOME: home, ...env },
  })
  return { exitCode: ran.status, stdout: ran.stdout, stderr: ran.stderr }
}

function startBin(args: string[]): Promise<{ exitCode: number | null; stdout: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: home,
      env: { PATH: process.env.PATH, HOME: home },
    })
    let stdout = ""
    child.stdout.on("data", (text) => {
      stdout += text
    })
    child.on("close", (exitCode) => resolve({ exitCode, stdout }))
  })
}

describe("the hooks that are shipped", () => {
  it("name every event with its time limit, and files that exist", () => {
    const hooks = shippedHooks()
    expect(hooks.map((hook) => hook.name)).toEqual(["parallel-session-lock"])
    for (const hook of hooks) {
      const events = hook.registrations(DEFAULT_CONFIG).map((one) => one.event)
      expect(events).toEqual(
        expect.arrayContaining([
          "PreToolUse",
          "PostToolUse",
          "PostToolUseFailure",
          "Stop",
          "StopFailure",
          "SessionEnd",
        ]),
      )
      expect(hook.registrations(DEFAULT_CONFIG).find((one) => one.event === "PreToolUse")?.matcher).toMatch(
        /\bWrite\b.*\bBash\b/,
      )
      for (const { timeoutSeconds } of hook.registrations(DEFAULT_CONFIG))
        expect(timeoutSeconds).toBeGreaterThan(0)
      expect(hook.files[0]?.name).toBe("start.cjs")
      for (const { path } of hook.files) expect(existsSync(path)).toBe(true)
    }
  })
})

describe("the built command", () => {
  it("installs, reports and leaves again", () => {
    mkdirSync(join(home, ".claude"))
    writeFileSync(settings(), '{"model":"opus"}')
    expect(runBin(["install"])).toMatchObject({
      exitCode: 0,
      stderr: "",
      stdout: expect.stringContaining("Installed."),
    })
    expect(runBin(["install"])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("Nothing to do."),
    })
    expect(runBin(["status"])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Active") })
    expect(runBin(["uninstall"])).toMatchObject({ exitCode: 0, stderr: "" })
    expect(read(settings())).toBe('{"model":"opus"}')
    expect(readdirSync(join(home, ".claude"))).toEqual(["settings.json"])
    expect(runBin([])).toMatchObject({ exitCode: 2 })
  })

  it("what it registers is what runs: the command line from the settings answers an event", () => {
    runBin(["install"])
    const { hooks } = JSON.parse(read(settings()))
    const { command, args } = hooks.PreToolUse[0].hooks[0]
    const workspace = temporaryFolder()
    const event = {
      session_id: "s1",
      cwd: workspace,
      hook_event_name: "PreToolUse",
      tool_name: "Write",
      tool_input: { file_path: join(workspace, "a") },
      tool_use_id: "t",
    }
    const ran = spawnSync(command, args, {
      input: JSON.stringify(event),
      encoding: "utf8",
      env: { PATH: process.env.PATH, HOME: home, CLAUDE_PID: String(process.pid) },
    })
    expect(ran).toMatchObject({ status: 0, stdout: "", stderr: "" })
  })

  it("several at once: each succeeds, and there is exactly one set", async () => {
    mkdirSync(join(home, ".claude"))
    writeFileSync(settings(), '{\n  "model": "opus"\n}\n')
    const ran = await Promise.all(Array.from({ length: 6 }, () => startBin(["install", "--json"])))
    expect(ran.map((one) => one.exitCode)).toEqual([0, 0, 0, 0, 0, 0])
    const outcomes = ran.map((one) => JSON.parse(one.stdout).outcome).sort()
    expect(outcomes).toEqual(["installed", ...Array(5).fill("unchanged")])
    const { hooks } = JSON.parse(read(settings()))
    for (const groups of Object.values(hooks) as unknown[][]) expect(groups).toHaveLength(1)
    expect(runBin(["uninstall"]).exitCode).toBe(0)
    expect(read(settings())).toBe('{\n  "model": "opus"\n}\n')
  })

  it("installs and uninstalls at once: afterwards it is one or the other, whole", async () => {
    mkdirSync(join(home, ".claude"))
    writeFileSync(settings(), '{"model":"opus"}\n')
    const commands = ["install", "uninstall", "install", "uninstall", "install", "uninstall"]
    const ran = await Promise.all(commands.map((command) => startBin([command])))
    expect(ran.map((one) => one.exitCode)).toEqual(commands.map(() => 0))
    const { hooks } = JSON.parse(read(settings()))
    const state = JSON.parse(runBin(["status", "--json"]).stdout)
    expect(state.scopes[0].state).toBe(hooks ? "installed" : "absent")
    expect(state.hooks[0].staged).toBe(hooks ? "current" : "missing")
    runBin(["uninstall"])
    expect(read(settings())).toBe('{"model":"opus"}\n')
    expect(readdirSync(join(home, ".claude"))).toEqual(["settings.json"])
  })

  it("carries no path of the machine that built it", () => {
    expect(readFileSync(bin, "utf8")).not.toContain(root.replace(/\/$/, ""))
  })
})
