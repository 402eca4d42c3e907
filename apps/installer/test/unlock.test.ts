import { spawnSync } from "node:child_process"
import { acquire, type LockIo, systemIo } from "@router-gate/lock-core"
import { memoryStore } from "@router-gate/lock-core/stores/memory"
import { describe, expect, it } from "vitest"
import { free } from "../src/commands/unlock.ts"
import { type Ran, run } from "./fake-process.ts"
import { hold, holderOf, STRANGER, workTree } from "./leases.ts"
import { go, home, hook } from "./sandbox.ts"

function unlock(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  return run(["unlock", ...args], { home, hooks: [hook], env })
}

/** A process that is over. */
function deadPid(): number {
  return spawnSync(process.execPath, ["--version"]).pid
}

describe("unlock", () => {
  it("has nothing to do where nobody holds anything", async () => {
    expect(await unlock([workTree()])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^Nothing to do/),
    })
  })

  it.each<[string, string, { pid?: number; ttlMs?: number }]>([
    ["own", "the session that this runs in", { pid: process.ppid }],
    ["dead", "one whose process is gone", { pid: deadPid() }],
    ["expired", "one whose time is up", { ttlMs: 1 }],
  ])("frees a lease that is %s: %s", async (because, _name, lease) => {
    const workspace = workTree()
    await hold(workspace, "s1", lease)
    await new Promise((resolve) => setTimeout(resolve, 20))
    const { exitCode, json } = await unlock([workspace, "--json"], { CLAUDECODE: "1" })
    expect(exitCode).toBe(0)
    expect(json).toMatchObject({ outcome: "unlocked", workspace, freed: [{ session_id: "s1", because }] })
    expect(await holderOf(workspace)).toBeNull()
    expect((await go("log", "--json")).json).toMatchObject([{ what: "unlocked", because, workspace }])
  })

  it("leaves a lease that binds alone, and says whose it is", async () => {
    const workspace = workTree()
    await hold(workspace, "other", { pid: STRANGER })
    const { exitCode, stdout, stderr } = await unlock([workspace])
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" })
    expect(stderr).toMatch(/held by session other \(pid \d+, .*\n.*--force/)
    expect(await holderOf(workspace)).toBe("other")
  })

  it("takes it away with --force, says whom it hurts, and logs it", async () => {
    const workspace = workTree()
    await hold(workspace, "other", { pid: STRANGER })
    const { exitCode, stdout } = await unlock([workspace, "--force"])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/session other \(pid \d+\) was taken away\.\nIt was at work, does not know/)
    expect(await holderOf(workspace)).toBeNull()
    expect((await go("log", "--json")).json).toMatchObject([
      { level: "info", what: "unlocked by force", workspace, holder: "other", holderPid: STRANGER },
    ])
  })

  it("an agent may not force it unless a person says so", async () => {
    const workspace = workTree()
    await hold(workspace, "other", { pid: STRANGER })
    const inside = { CLAUDECODE: "1" }
    const { exitCode, stderr } = await unlock([workspace, "--force"], inside)
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/another session's lease away is for a person/)
    expect(await holderOf(workspace)).toBe("other")
    expect((await unlock([workspace, "--force", "--yes-from-agent"], inside)).exitCode).toBe(0)
    expect(await holderOf(workspace)).toBeNull()
  })
})

describe("a lock that moves on while it is judged", () => {
  const key = "0123456789ab"
  const onlooker = { pid: process.pid, sessionId: undefined }
  const force = (): void => {}

  /** A lock of a session whose time is up, and what happens right before it is freed. */
  async function contested(meanwhile: (io: LockIo) => Promise<unknown>): Promise<LockIo> {
    const io = systemIo(memoryStore())
    await acquire(key, { sessionId: "first", ttlMs: 1 }, io)
    await new Promise((resolve) => setTimeout(resolve, 10))
    let done = false
    return {
      ...io,
      async deleteLock(name, version) {
        if (!done) {
          done = true
          await meanwhile(io)
        }
        return io.deleteLock(name, version)
      },
    }
  }

  it("keeps the next holder's lease, even with force", async () => {
    const io = await contested((real) => acquire(key, { sessionId: "second" }, real))
    await expect(free({ key, io }, onlooker, force)).rejects.toMatchObject({
      facts: { code: "LOCK_MOVED_ON" },
    })
    expect((await io.readLock(key))?.record?.session_id).toBe("second")
  })

  it("judges a lease that was renewed meanwhile anew", async () => {
    const io = await contested((real) => acquire(key, { sessionId: "first" }, real))
    const refuse = (): void => {
      throw new Error("it binds")
    }
    await expect(free({ key, io }, onlooker, refuse)).rejects.toThrow("it binds")
    expect((await io.readLock(key))?.record?.session_id).toBe("first")
  })

  it("is free when somebody else has freed it", async () => {
    const io = await contested(async (real) =>
      real.deleteLock(key, (await real.readLock(key))?.version ?? ""),
    )
    expect(await free({ key, io }, onlooker, force)).toBeNull()
  })
})
