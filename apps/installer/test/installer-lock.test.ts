import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { removeInstallerLock, withInstallerLock } from "../src/installer-lock.ts"
import { temporaryFolder } from "./fixture-hook.ts"

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** The pid of a process that is no more. */
function deadPid(): number {
  return spawnSync(process.execPath, ["-e", ""]).pid
}

function lockedBy(pid: number): string {
  const gate = temporaryFolder()
  mkdirSync(join(gate, "installer-lock"))
  writeFileSync(join(gate, "installer-lock", `held-${pid}-0123456789ab`), "")
  return gate
}

describe("the lock against ourselves", () => {
  it("lets one in at a time", async () => {
    const gate = temporaryFolder()
    let inside = 0
    let most = 0
    const enter = () =>
      withInstallerLock(gate, async () => {
        most = Math.max(most, ++inside)
        await sleep(15)
        inside--
      })
    await Promise.all(Array.from({ length: 20 }, enter))
    expect(most).toBe(1)
    expect(readdirSync(join(gate, "installer-lock"))).toEqual(["free"])
  })

  it("is taken from a dead process, by one of many", async () => {
    const gate = lockedBy(deadPid())
    let inside = 0
    let most = 0
    const enter = () =>
      withInstallerLock(gate, async () => {
        most = Math.max(most, ++inside)
        await sleep(10)
        inside--
      })
    await Promise.all(Array.from({ length: 10 }, enter))
    expect(most).toBe(1)
  })

  it("refuses when a living one does not let go, and names it", async () => {
    const gate = lockedBy(process.pid)
    const entering = withInstallerLock(gate, () => "in", { patienceMs: 200 })
    await expect(entering).rejects.toMatchObject({
      facts: { code: "INSTALLER_BUSY", cause: expect.stringContaining(String(process.pid)) },
    })
  })

  it("is given back when the work fails", async () => {
    const gate = temporaryFolder()
    const failing = withInstallerLock(gate, () => {
      throw new Error("no")
    })
    await expect(failing).rejects.toThrow("no")
    expect(await withInstallerLock(gate, () => "in", { patienceMs: 0 })).toBe("in")
  })

  it("may be removed by its holder, and whoever waits makes a new one", async () => {
    const gate = temporaryFolder()
    const first = withInstallerLock(gate, async () => {
      await sleep(50)
      removeInstallerLock(gate)
      expect(existsSync(join(gate, "installer-lock"))).toBe(false)
    })
    const second = sleep(20).then(() => withInstallerLock(gate, () => "in"))
    await first
    expect(await second).toBe("in")
    expect(readdirSync(gate)).toEqual(["installer-lock"])
  })
})
