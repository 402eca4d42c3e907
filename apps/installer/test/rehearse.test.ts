import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { shippedHooks } from "../src/hooks.ts"
import { run } from "./fake-process.ts"
import { temporaryFolder } from "./fixture-hook.ts"
import { gate, go, home, release } from "./sandbox.ts"

const rehearsal = (folder: string) =>
  ["first", "second"].map((name) => ({ env: { SCRATCH: folder }, event: { hook_event_name: name } }))

/** Writes down each rehearsed event, and whether there is a folder to play in. */
const logs = (log: string, then = ""): string =>
  `if (process.argv[2] === "--learn") {
  const fs = require("node:fs")
  const { hook_event_name } = JSON.parse(fs.readFileSync(0, "utf8"))
  fs.appendFileSync(${JSON.stringify(log)}, hook_event_name + " " + fs.existsSync(process.env.SCRATCH + "/work") + "\\n")
  ${then}
}`

describe("a rehearsal", () => {
  it("plays every event once, in a folder that is gone afterwards", async () => {
    const log = join(temporaryFolder(), "log")
    release({ rehearsal, source: logs(log) })
    expect((await go("install", "--json")).json).toMatchObject({ outcome: "installed" })
    expect(readFileSync(log, "utf8")).toBe("first true\nsecond true\n")
    expect(readdirSync(gate()).sort()).toEqual(["installer-lock", "manifest.json", "test-hook"])
    await go("install")
    expect(readFileSync(log, "utf8")).toBe("first true\nsecond true\n")
  })

  it.each(["process.exit(3)", "throw new Error('x')", "process.kill(process.pid, 'SIGKILL')"])(
    "that fails ends, and fails no installation: %s",
    async (fault) => {
      const log = join(temporaryFolder(), "log")
      release({ rehearsal, source: logs(log, fault) })
      expect((await go("install", "--json")).json).toMatchObject({ outcome: "installed", notes: [] })
      expect(readFileSync(log, "utf8")).toBe("first true\n")
      expect(readdirSync(gate()).sort()).toEqual(["installer-lock", "manifest.json", "test-hook"])
    },
  )

  it("leaves the compiled code of every part of the hook that is shipped, and no lease", async () => {
    const hooks = shippedHooks()
    const { json } = await run(["install", "--json"], { home, hooks })
    expect(json).toMatchObject({ outcome: "installed" })
    const folder = gate("parallel-session-lock")
    const build = readdirSync(folder).find((name) => name.startsWith(`${hooks[0]?.version}-`)) ?? ""
    const compiled = readdirSync(join(folder, build, "compiled")).map((name) => name.replace(/-.*/, ""))
    expect([...new Set(compiled)].sort()).toEqual(["contended.cjs", "hook.cjs", "rarely.cjs"])
    expect(existsSync(join(home, ".claude/runtime"))).toBe(false)
    expect(readdirSync(gate()).sort()).toEqual(["installer-lock", "manifest.json", "parallel-session-lock"])
    await run(["uninstall"], { home, hooks })
    expect(readdirSync(home)).toEqual([])
  })
})
