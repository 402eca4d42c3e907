import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { preToolUse, runHookExecutable } from "@router-gate/hook-runtime/testing"
import { afterAll, expect, test } from "vitest"
import { DEFAULT_CONFIG, executableFiles, registrationsFor } from "../src/index.ts"
import { World } from "./session.ts"

const packageDir = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "")
const json = (path: string) => JSON.parse(readFileSync(join(packageDir, path), "utf8"))

interface Group {
  matcher?: string
  hooks: { type: string; command: string; args: string[]; timeout: number }[]
}
const groups = Object.entries<Group[]>(json("hooks/hooks.json").hooks)

const world = new World()
afterAll(() => world.end())

test("what makes the package a plugin is what the definition says; if not: pnpm plugin", () => {
  const script = join(packageDir, "../../scripts/write-plugin.mjs")
  expect(execFileSync(process.execPath, [script, "--check"], { encoding: "utf8" })).toBe("")
})

test("the plugin registers every event that the installer does, in the form that needs no shell", () => {
  const registered = groups.map(([event, [group, ...more]]) => {
    expect(more).toEqual([])
    const [handler] = group?.hooks ?? []
    expect(handler).toMatchObject({ type: "command", command: "node" })
    return {
      event,
      ...(group?.matcher && { matcher: group.matcher }),
      timeoutSeconds: handler?.timeout,
    }
  })
  expect(registered).toEqual(registrationsFor(DEFAULT_CONFIG))
})

test("npm packs all that the plugin needs, and what its entries start answers", async () => {
  const { files, version } = json("package.json")
  expect(files).toEqual(expect.arrayContaining(["dist", "hooks", ".claude-plugin"]))
  expect(json(".claude-plugin/plugin.json")).toMatchObject({ name: "router-gate", version })
  for (const name of executableFiles) expect(existsSync(join(packageDir, "dist", name))).toBe(true)
  const [, [group]] = groups.find(([event]) => event === "PreToolUse") as [string, [Group]]
  const args = group.hooks[0]?.args.map((arg) => arg.replace(/^\$\{CLAUDE_PLUGIN_ROOT\}/, packageDir)) ?? []
  expect(args).toEqual([join(packageDir, "dist/start.cjs")])
  const agent = world.agent()
  const run = await runHookExecutable({
    command: process.execPath,
    args,
    payload: preToolUse({ session_id: agent.sessionId, cwd: world.workspace }),
    env: { HOME: world.home, CLAUDE_PID: String(agent.pid) },
  })
  expect(run).toMatchObject({ exitCode: 0, stdout: "", stderr: "" })
})
