import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { run } from "./fake-process.ts"
import { hold, STRANGER, workTree } from "./leases.ts"
import { go, home, hook } from "./sandbox.ts"

const ID = "1a2b3c4d-0000-4000-8000-000000000000"

function statusline(stdin: unknown, env: Record<string, string | undefined> = {}) {
  const text = typeof stdin === "string" ? stdin : JSON.stringify(stdin)
  return run(["statusline"], { home, hooks: [hook], stdin: text, env })
}

describe("statusline", () => {
  it.each<[string, { pid?: number; ttlMs?: number } | null, string]>([
    ["free", null, ""],
    ["this session's", { pid: process.ppid }, "gate: mine\n"],
    ["another's", { pid: STRANGER }, `gate: held by 1a2b3c4d (${STRANGER})\n`],
    ["one that binds nobody", { ttlMs: 1 }, ""],
  ])("a workspace that is %s", async (_name, lease, text) => {
    const workspace = workTree()
    if (lease) await hold(workspace, ID, lease)
    await new Promise((resolve) => setTimeout(resolve, 20))
    for (const told of [
      { session_id: "me", workspace: { current_dir: workspace } },
      { cwd: join(workspace, "src") },
    ])
      expect(await statusline(told)).toEqual({ exitCode: 0, stdout: text, stderr: "", json: null })
  })

  it("knows its session by name where the lease names no process", async () => {
    const workspace = workTree()
    await hold(workspace, ID)
    expect((await statusline({ session_id: ID, cwd: workspace })).stdout).toBe("gate: mine\n")
    expect((await statusline({ session_id: "me", cwd: workspace })).stdout).toBe(
      "gate: held by 1a2b3c4d (?)\n",
    )
  })

  it("knows that the same session, open in another process, is another", async () => {
    const workspace = workTree()
    await hold(workspace, ID, { pid: STRANGER })
    const { stdout } = await statusline({ session_id: ID, cwd: workspace })
    expect(stdout).toBe(`gate: held by 1a2b3c4d (${STRANGER})\n`)
  })

  it("says when the gate is off", async () => {
    await go("off")
    expect((await statusline({ cwd: home })).stdout).toBe("gate: off\n")
    await go("on")
    expect((await statusline({ cwd: home })).stdout).toBe("")
    expect((await statusline({ cwd: home }, { ROUTER_GATE: "0" })).stdout).toBe("gate: off\n")
  })

  it.each<[string, unknown, Record<string, string | undefined>]>([
    ["no input", "", {}],
    ["no JSON", "{", {}],
    ["null", "null", {}],
    ["other types", { cwd: 7, workspace: "x", session_id: [] }, {}],
    ["no home", {}, { HOME: undefined }],
    ["a home that is no path", {}, { HOME: "relative" }],
    ["a directory that is gone", { cwd: "/nowhere/at/all" }, {}],
    ["a NUL in the path", { cwd: "/a\0b" }, {}],
  ])("never fails: %s", async (_name, stdin, env) => {
    expect(await statusline(stdin, env)).toMatchObject({ exitCode: 0, stdout: "", stderr: "" })
  })

  it("never fails: a lock that cannot be read, an option that does not exist", async () => {
    const workspace = workTree()
    mkdirSync(join(home, ".claude"))
    writeFileSync(join(home, ".claude/runtime"), "")
    expect(await statusline({ cwd: workspace })).toMatchObject({ exitCode: 0, stdout: "", stderr: "" })
    expect(await go("statusline", "--nonsense")).toMatchObject({ exitCode: 0, stdout: "", stderr: "" })
  })
})
