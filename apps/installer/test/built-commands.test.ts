import { execFileSync, spawn, spawnSync } from "node:child_process"
import { existsSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { beforeAll, describe, expect, it } from "vitest"
import { hold, holderOf, STRANGER, workTree } from "./leases.ts"
import { home, read, settings } from "./sandbox.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const bin = join(root, "dist/bin.js")
beforeAll(() => {
  if (!existsSync(bin)) execFileSync("npx", ["tsup"], { cwd: root })
})

const ENV = () => ({ PATH: process.env.PATH ?? "", HOME: home })

function runBin(
  args: string[],
  options: { cwd?: string; input?: string; env?: Record<string, string> } = {},
) {
  const { cwd = home, input = "", env = {} } = options
  const ran = spawnSync(process.execPath, [bin, ...args], {
    encoding: "utf8",
    cwd,
    input,
    env: { ...ENV(), ...env },
  })
  return { exitCode: ran.status, stdout: ran.stdout, stderr: ran.stderr }
}

/** Runs a command, and does something once it has said whom it waits for. */
function waiting(args: string[], cwd: string, then: (pid: number) => unknown): Promise<unknown[]> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bin, ...args], { cwd, env: ENV() })
    let said = ""
    child.stderr.on("data", (text) => {
      if (said === "") then(child.pid as number)
      said += text
    })
    child.on("close", (exitCode) => resolve([exitCode, said]))
  })
}

/** What the installed hook answers to a change, as the client would ask it. */
function asked(workspace: string, sessionId: string): string {
  const { command, args } = JSON.parse(read(settings())).hooks.PreToolUse[0].hooks[0]
  const event = {
    session_id: sessionId,
    cwd: workspace,
    hook_event_name: "PreToolUse",
    tool_name: "Write",
    tool_input: { file_path: join(workspace, "a") },
    tool_use_id: "t",
  }
  const env = { ...ENV(), CLAUDE_PID: String(process.pid) }
  const ran = spawnSync(command, args, { input: JSON.stringify(event), encoding: "utf8", env })
  expect(ran).toMatchObject({ status: 0, stderr: "" })
  return ran.stdout
}

describe("the built command, with real locks", () => {
  it("off, on and log: the installed hook follows without a restart", async () => {
    const workspace = workTree()
    runBin(["install"])
    await hold(workspace, "other", { pid: STRANGER })
    expect(asked(workspace, "me")).toContain('"deny"')
    expect(runBin(["off", "--for", "1h"]).exitCode).toBe(0)
    expect(asked(workspace, "me")).toBe("")
    expect(runBin(["on"]).exitCode).toBe(0)
    expect(asked(workspace, "me")).toContain('"deny"')
    const { stdout } = runBin(["log"])
    expect(stdout).toMatch(
      new RegExp(
        `^\\S+Z {2}denied {2}session me {2}Write {2}in ${workspace} {2}holder other \\(pid ${STRANGER}\\)\\n`,
      ),
    )
    expect(stdout.trim().split("\n")).toHaveLength(2)
  })

  it("the hook waits as long as the configuration says and the installer has registered", async () => {
    const workspace = workTree()
    runBin(["install"])
    writeFileSync(join(home, ".claude/router-gate.json"), '{"waitMs":3000}')
    expect(runBin(["install"]).stdout).toMatch(/^Updated\./)
    expect(read(join(home, ".claude/router-gate/parallel-session-lock/pre-tool-use-timeout-seconds"))).toBe(
      "6\n",
    )
    // Without the installer's word the hook would have to say no after a second and a half.
    await hold(workspace, "other", { pid: STRANGER, ttlMs: 2_000 })
    expect(asked(workspace, "me")).toBe("")
    expect(await holderOf(workspace)).toBe("me")
  })

  it("wait: until it is free, or interrupted", async () => {
    const workspace = workTree()
    expect(runBin(["wait"], { cwd: workspace })).toEqual({ exitCode: 0, stdout: "", stderr: "" })
    const lease = await hold(workspace, "other", { pid: STRANGER })
    expect(await waiting(["wait"], workspace, (pid) => process.kill(pid, "SIGINT"))).toEqual([
      130,
      expect.stringMatching(/^Waiting for .*session other.*\n$/),
    ])
    expect(await waiting(["wait", "--timeout", "1m"], workspace, () => lease.release())).toEqual([
      0,
      expect.stringMatching(/^Waiting for .*\n$/),
    ])
  })

  it("wait and unlock, run by the session that holds it", async () => {
    const workspace = workTree()
    await hold(workspace, "me", { pid: process.pid })
    expect(runBin(["wait", "--timeout", "0s"], { cwd: workspace })).toMatchObject({ exitCode: 0, stderr: "" })
    const inside = { cwd: workspace, env: { CLAUDECODE: "1" } }
    expect(runBin(["unlock"], inside)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^Unlocked/),
    })
    expect(await holderOf(workspace)).toBeNull()
  })

  it("unlock: another's lease only by force", async () => {
    const workspace = workTree()
    await hold(workspace, "other", { pid: STRANGER })
    expect(runBin(["unlock", workspace]).exitCode).toBe(1)
    expect(runBin(["unlock", workspace, "--force"], { env: { CLAUDECODE: "1" } }).exitCode).toBe(1)
    expect(await holderOf(workspace)).toBe("other")
    expect(runBin(["unlock", workspace, "--force"]).exitCode).toBe(0)
    expect(await holderOf(workspace)).toBeNull()
  })

  it("statusline", async () => {
    const workspace = workTree()
    const input = JSON.stringify({ session_id: "me", workspace: { current_dir: workspace } })
    const free = { exitCode: 0, stdout: "", stderr: "" }
    expect(runBin(["statusline"], { input })).toEqual(free)
    const lease = await hold(workspace, "0f0f0f0f-1", { pid: STRANGER })
    expect(runBin(["statusline"], { input })).toEqual({
      ...free,
      stdout: `gate: held by 0f0f0f0f (${STRANGER})\n`,
    })
    await lease.release()
    await hold(workspace, "me", { pid: process.pid })
    expect(runBin(["statusline"], { input })).toEqual({ ...free, stdout: "gate: mine\n" })
    expect(runBin(["statusline"], { input: "junk" })).toEqual(free)
  })
})
