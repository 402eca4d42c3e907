import { spawnSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { hookEntry, wantedGroups } from "../src/hook-entry.ts"
import { DEFAULT_CONFIG, type InstallableHook } from "../src/hooks.ts"
import { ownHandlers } from "../src/settings/own-handlers.ts"
import { fixtureHook, temporaryFolder } from "./fixture-hook.ts"

const isOwn = ownHandlers(["test-hook"])
const at = (configDir: string) => ({
  launcher: `${configDir}/router-gate/test-hook/launcher`,
  bundle: `${configDir}/router-gate/test-hook/1.0.0-0123abcd/hook.cjs`,
  node: "/usr/bin/node",
})

describe("a settings entry", () => {
  it("is the bare launcher, which both forms of the client start", () => {
    expect(hookEntry("test-hook", at("/home/u/.claude"), "user", "linux", 3)).toEqual({
      type: "command",
      command: "/home/u/.claude/router-gate/test-hook/launcher",
      args: [],
      timeout: 3,
    })
  })

  it.each(["/home/my user/.claude", "/home/o'neil/.claude", "/home/$x/.claude", "/home/ü/.claude"])(
    "is quoted for a shell in %s",
    (configDir) => {
      const entry = hookEntry("test-hook", at(configDir), "local", "darwin", 3)
      expect(entry).not.toHaveProperty("args")
      const { stdout } = spawnSync("sh", ["-c", `printf %s ${entry.command}`], { encoding: "utf8" })
      expect(stdout).toBe(at(configDir).launcher)
    },
  )

  it("names the event that the launcher can answer by itself", () => {
    const entry = (configDir: string, scope: "user" | "project" | "local", platform = "linux") =>
      hookEntry("test-hook", at(configDir), scope, platform, 3, "PreToolUse")
    expect(entry("/home/u/.claude", "user")).toEqual({
      type: "command",
      command: "/home/u/.claude/router-gate/test-hook/launcher",
      args: ["PreToolUse"],
      timeout: 3,
    })
    const quoted = entry("/home/my o'neil/.claude", "local")
    expect(quoted).not.toHaveProperty("args")
    const { stdout } = spawnSync("sh", ["-c", `printf '%s\n' ${quoted.command}`], { encoding: "utf8" })
    expect(stdout).toBe(`${at("/home/my o'neil/.claude").launcher}\nPreToolUse\n`)
    expect(entry("/home/u/.claude", "project").command).toMatch(/exec "\$f" PreToolUse$/)
    expect(entry("/home/u/.claude", "user", "win32").args).toEqual([at("/home/u/.claude").bundle])
    for (const scope of ["user", "project", "local"] as const)
      for (const configDir of ["/home/u/.claude", "/home/o'neil/my config"])
        expect(isOwn(entry(configDir, scope))).toBe(true)
  })

  it("is told the event only where the launcher has an answer", () => {
    const hotPath = { events: ["PreToolUse", "PostToolUse"], script: "" }
    const args = (hook: InstallableHook) =>
      wantedGroups(hook, at("/home/u/.claude"), "user", "linux", DEFAULT_CONFIG).map(
        (one) => one.handler.args,
      )
    expect(args(fixtureHook({ hotPath }))).toEqual([["PreToolUse"], ["PostToolUse"], []])
    expect(args(fixtureHook())).toEqual([[], [], []])
  })

  it("starts node itself on Windows", () => {
    const place = {
      launcher: "unused",
      node: "C:\\Program Files\\nodejs\\node.exe",
      bundle: "C:\\Users\\u\\.claude\\router-gate\\test-hook\\1.0.0-0123abcd\\hook.cjs",
    }
    const entry = hookEntry("test-hook", place, "user", "win32", 3)
    expect(entry).toEqual({ type: "command", command: place.node, args: [place.bundle], timeout: 3 })
    expect(isOwn(entry)).toBe(true)
  })

  it.each(["user", "project", "local"] as const)("is recognised as ours in scope %s", (scope) => {
    for (const configDir of ["/home/u/.claude", "/home/o'neil/my config"]) {
      expect(isOwn(hookEntry("test-hook", at(configDir), scope, "linux", 3))).toBe(true)
    }
  })
})

describe("the entry that is committed with a project", () => {
  const { command } = hookEntry("test-hook", at("/home/u/.claude"), "project", "linux", 3) as {
    command: string
  }
  const inShell = (env: Record<string, string>, more = "") =>
    spawnSync("/bin/sh", ["-c", command + more], { env: { PATH: "/usr/bin:/bin", ...env }, encoding: "utf8" })

  it("names no path of this machine", () => {
    expect(command).not.toContain("/home/u")
  })

  it("does nothing where the gate is not installed", () => {
    expect(inShell({ HOME: "/nowhere" })).toMatchObject({ status: 0, stdout: "", stderr: "" })
  })

  it.each([
    ["HOME", (folder: string) => ({ HOME: folder }), ".claude"],
    [
      "CLAUDE_CONFIG_DIR",
      (folder: string) => ({ HOME: "/nowhere", CLAUDE_CONFIG_DIR: join(folder, "con fig") }),
      "con fig",
    ],
  ])("starts the colleague's own launcher by %s", (_name, env, configDir) => {
    const folder = join(temporaryFolder(), "it's home")
    const place = join(folder, configDir, "router-gate/test-hook")
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, "launcher"), `#!/bin/sh\necho "started $*"\n`, { mode: 0o755 })
    expect(inShell(env(folder))).toMatchObject({ status: 0, stdout: "started \n" })
    expect(inShell(env(folder), " PreToolUse")).toMatchObject({ status: 0, stdout: "started PreToolUse\n" })
  })
})
