import { spawnSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { hookEntry } from "../src/hook-entry.ts"
import { ownHandlers } from "../src/settings/own-handlers.ts"
import { temporaryFolder } from "./fixture-hook.ts"

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
  const inShell = (env: Record<string, string>) =>
    spawnSync("/bin/sh", ["-c", command], { env: { PATH: "/usr/bin:/bin", ...env }, encoding: "utf8" })

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
    writeFileSync(join(place, "launcher"), "#!/bin/sh\necho started\n", { mode: 0o755 })
    expect(inShell(env(folder))).toMatchObject({ status: 0, stdout: "started\n" })
  })
})
