import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { type Ran, run } from "./fake-process.ts"
import { hold, holderOf, STRANGER, workTree } from "./leases.ts"
import { home, hook } from "./sandbox.ts"

function wait(args: string[], options: Partial<Parameters<typeof run>[1]> = {}): Promise<Ran> {
  return run(["wait", ...args], { home, hooks: [hook], ...options })
}

describe("wait", () => {
  it("is over at once, without a word, when nobody holds the workspace", async () => {
    expect(await wait([workTree()])).toMatchObject({ exitCode: 0, stdout: "", stderr: "" })
    expect(await wait([], { cwd: workTree() })).toMatchObject({ exitCode: 0, stdout: "", stderr: "" })
  })

  it("ends when the holder lets go; who that is was said once", async () => {
    const workspace = workTree()
    const lease = await hold(workspace, "other", { pid: STRANGER })
    const waiting = wait([join(workspace, "src/not/there/yet.ts")])
    setTimeout(() => lease.release(), 500)
    const { exitCode, stdout, stderr } = await waiting
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" })
    expect(stderr).toMatch(
      /^Waiting for \S+\/w: session other \(pid \d+, since \S+Z, last tool Write\[31m\) holds it\.\n$/,
    )
  })

  it("gives up in time, and says who holds it and until when", async () => {
    const workspace = workTree()
    await hold(workspace, "other", { pid: STRANGER })
    const { exitCode, stdout, stderr } = await wait([workspace, "--timeout", "0.3s"])
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" })
    expect(stderr).toMatch(/still held by session other .*, until \S+Z at the latest/)
    const { json, exitCode: code } = await wait([workspace, "--timeout", "0s", "--json"])
    expect(code).toBe(1)
    expect(json.error).toMatchObject({ code: "WAIT_TIMEOUT", path: workspace })
    expect(await holderOf(workspace)).toBe("other")
  })

  it("does not wait for the session that waits for it, nor for a lease that binds nobody", async () => {
    const [mine, stale, nameless] = [workTree("mine"), workTree("stale"), workTree("nameless")] as const
    await hold(mine, "me", { pid: process.ppid })
    await hold(stale, "gone", { ttlMs: 1 })
    await hold(nameless, "named")
    await new Promise((resolve) => setTimeout(resolve, 20))
    for (const workspace of [mine, stale])
      expect(await wait([workspace, "--timeout", "0s"])).toMatchObject({ exitCode: 0, stderr: "" })
    expect((await wait([nameless, "--timeout", "0s"])).exitCode).toBe(1)
    const env = { CLAUDE_CODE_SESSION_ID: "named" }
    expect((await wait([nameless, "--timeout", "0s"], { env })).exitCode).toBe(0)
  })

  it("is interrupted with 130, and takes its listener away", async () => {
    const workspace = workTree()
    await hold(workspace, "other", { pid: STRANGER })
    const interruption = new AbortController()
    setTimeout(() => interruption.abort(), 300)
    expect(await wait([workspace], { interrupt: interruption.signal })).toMatchObject({
      exitCode: 130,
      stdout: "",
    })
  })

  it("finds a lock that is kept in the git directory, also in a linked worktree", async () => {
    const workspace = workTree()
    const linked = join(home, "linked")
    const gitDir = join(workspace, ".git/worktrees/linked")
    mkdirSync(linked)
    writeFileSync(join(linked, ".git"), `gitdir: ${gitDir}\n`)
    await hold(workspace, "a", { pid: STRANGER, dir: join(workspace, ".git/router-gate") })
    await hold(linked, "b", { pid: STRANGER, dir: join(gitDir, "router-gate") })
    expect((await wait([workspace, "--timeout", "0s"])).stderr).toContain("session a")
    expect((await wait([linked, "--timeout", "0s"])).stderr).toContain("session b")
  })

  it("without a git work tree, the workspace is the directory that a session was started in", async () => {
    const project = join(home, "plain")
    mkdirSync(join(project, "sub"), { recursive: true })
    await hold(project, "other", { pid: STRANGER })
    await hold(home, "nobody's", { pid: STRANGER })
    expect((await wait(["sub", "--timeout", "0s"], { cwd: project })).stderr).toContain("session other")
    expect((await wait([join(home, "elsewhere"), "--timeout", "0s"])).exitCode).toBe(0)
  })

  it("does not take a lock that cannot be read for a free one", async () => {
    const workspace = workTree()
    writeFileSync(join(home, ".claude-is-a-file"), "")
    const env = { CLAUDE_CONFIG_DIR: join(home, "config") }
    mkdirSync(join(home, "config"))
    writeFileSync(join(home, "config/runtime"), "")
    const { exitCode, stderr } = await wait([workspace, "--timeout", "0s"], { env })
    expect(exitCode, stderr).toBe(1)
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})
