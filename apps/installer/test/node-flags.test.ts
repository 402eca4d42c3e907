import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { basename, dirname, join } from "node:path"
import { nodeFlags } from "@router-gate/hook-parallel-session-lock"
import { describe, expect, it } from "vitest"
import { shippedHooks } from "../src/hooks.ts"
import { NODE_FROM, NODE_TO } from "../src/launcher.ts"
import { run } from "./fake-process.ts"
import { loggedEvents, temporaryFolder } from "./fixture-hook.ts"
import { SHELLS, setUp, start } from "./launcher-fixture.ts"
import { gate, home, hook, release } from "./sandbox.ts"

const FLAGS = ["--no-sparkplug", "--no-deprecation"]
const CHANGED_AT = new Date("2026-03-01T12:00:00.500Z")
const seconds = (by: number): Date => new Date(CHANGED_AT.getTime() + by * 1000)

/** A Node that was changed when it is said to have been; what stands before it decides what it takes. */
function nodeIn(folder: string, before = ""): string {
  const path = join(folder, "node")
  writeFileSync(path, `#!/bin/sh\n${before}\nexec ${process.execPath} "$@"\n`)
  chmodSync(path, 0o755)
  utimesSync(path, CHANGED_AT, CHANGED_AT)
  return path
}

describe.each(SHELLS.map((shell) => ({ shell })))(
  "a launcher with flags for Node, under $shell",
  ({ shell }) => {
    /** The flags that Node was started with. */
    function flagsOf(
      node: string,
      marks: { from?: Date; to?: Date },
      { hotPath = "", input = '{"a":1}', env = {} } = {},
    ): unknown {
      const { launcher, log, gate: place } = setUp("plain", node, hotPath, FLAGS)
      const build = join(place, "test-hook/1.0.0-0123abcd")
      for (const [name, at] of [
        [NODE_FROM, marks.from],
        [NODE_TO, marks.to],
      ] as const) {
        if (!at) continue
        writeFileSync(join(build, name), "")
        utimesSync(join(build, name), at, at)
      }
      const ran = start(shell, launcher, { FIXTURE_LOG: log, ...env }, input)
      expect(ran).toMatchObject({ status: 0, stdout: "", stderr: "" })
      return (loggedEvents(log) as unknown as { execArgv: string[] }[])[0]?.execArgv
    }

    it.each([
      ["it took them", { from: seconds(-1), to: seconds(1) }, FLAGS],
      ["it was never tried", {}, []],
      ["trying it was broken off", { from: seconds(-1) }, []],
      ["it is newer than the one that took them", { from: seconds(-9), to: seconds(-7) }, []],
      ["it is older than the one that took them", { from: seconds(7), to: seconds(9) }, []],
    ])("when %s", (_, marks, flags) => expect(flagsOf(nodeIn(temporaryFolder()), marks)).toEqual(flags))

    const taken = { from: seconds(-1), to: seconds(1) }

    it.each(['{"a":1}\n', '{\n"a":1}\n'])("hands them on with an event that was read: %j", (input) =>
      expect(flagsOf(nodeIn(temporaryFolder()), taken, { hotPath: "IFS= read -r head", input })).toEqual(
        FLAGS,
      ),
    )

    it("gives none where what stands before it says so", () =>
      expect(flagsOf(nodeIn(temporaryFolder()), taken, { hotPath: "plain=1" })).toEqual([]))

    it("gives none to another Node, which it found on PATH", () => {
      const bin = temporaryFolder()
      symlinkSync(process.execPath, join(bin, "node"))
      expect(flagsOf("/gone/node", taken, { env: { PATH: bin } })).toEqual([])
    })
  },
)

describe.runIf(process.platform !== "win32")("an installation", () => {
  const refuses = (flag: string): string => `case "$*" in *${flag}*) exit 9 ;; esac`

  /** Installs by a Node of one's own, and says which marks it left. */
  async function install(execPath: string, env = {}): Promise<string[]> {
    const { json } = await run(["install", "--json"], { home, hooks: [hook], execPath, env })
    expect(["installed", "unchanged"]).toContain((json as { outcome: string }).outcome)
    const folder = gate("test-hook")
    const build = readdirSync(folder).find((name) => name.startsWith("1.")) as string
    return [NODE_FROM, NODE_TO].map((name) => join(folder, build, name)).filter(existsSync)
  }

  it("marks the Node that took the flags, by the times of two files", async () => {
    release({ nodeFlags: FLAGS })
    const marks = await install(nodeIn(temporaryFolder()))
    expect(marks.map((path) => [basename(path), statSync(path).mtime])).toEqual([
      [NODE_FROM, seconds(-1)],
      [NODE_TO, seconds(1)],
    ])
  })

  it.each([
    ["does not know one of them", refuses("--no-deprecation")],
    ["says something of them", `case "$*" in *--no-deprecation*) echo warning >&2 ;; esac`],
  ])("marks no Node that %s, and goes on", async (_, before) => {
    release({ nodeFlags: FLAGS })
    expect(await install(nodeIn(temporaryFolder(), before))).toEqual([])
  })

  it("asks Node itself, whatever its own was told", async () => {
    const chatty = join(temporaryFolder(), "chatty.cjs")
    writeFileSync(chatty, 'console.error("attached")')
    release({ nodeFlags: FLAGS })
    const env = { NODE_OPTIONS: `--require ${chatty}`, NODE_EXTRA_CA_CERTS: "/nowhere.pem" }
    expect(await install(nodeIn(temporaryFolder()), env)).toHaveLength(2)
  })

  it("marks nothing where every file has the same time", async () => {
    release({ nodeFlags: FLAGS })
    const node = nodeIn(temporaryFolder())
    utimesSync(node, 1, 1)
    expect(await install(node)).toEqual([])
  })

  it("tries again when Node was replaced, and takes the marks away from one that refuses", async () => {
    const tries = join(temporaryFolder(), "tries")
    release({ nodeFlags: FLAGS })
    const folder = temporaryFolder()
    const counts = `case "$*" in *--no-deprecation*) echo >>${tries} ;; esac`
    const count = (): number => (existsSync(tries) ? statSync(tries).size : 0)
    await install(nodeIn(folder, counts))
    const once = count()
    expect(once).toBeGreaterThan(0)
    await install(nodeIn(folder, counts))
    expect(count()).toBe(once)

    const node = nodeIn(folder, refuses("--no-deprecation"))
    utimesSync(node, seconds(60), seconds(60))
    expect(await install(node)).toEqual([])
  })

  it("is told by doctor of a Node that was replaced, and finds nothing once it was repeated", async () => {
    release({ nodeFlags: FLAGS })
    const node = nodeIn(temporaryFolder())
    const findings = async (): Promise<object[]> => {
      const { json, exitCode } = await run(["doctor", "--json"], { home, hooks: [hook], execPath: node })
      expect(exitCode).toBe(0)
      return json.findings.filter(({ code }: { code: string }) => code !== "HOOK_SLOW")
    }
    await install(node)
    expect(await findings()).toEqual([])
    utimesSync(node, seconds(60), seconds(60))
    expect(await findings()).toMatchObject([{ code: "NODE_CHANGED", level: "note", path: node }])
    await install(node)
    expect(await findings()).toEqual([])
  })

  it("is told nothing of the kind where a store is set", async () => {
    const hooks = shippedHooks()
    await run(["install"], { home, hooks })
    const store = { type: "etcd", endpoints: ["http://127.0.0.1:1"] }
    writeFileSync(join(home, ".claude/router-gate.json"), JSON.stringify({ store }))
    const { json } = await run(["doctor", "--json"], { home, hooks })
    const codes = json.findings.map(({ code }: { code: string }) => code)
    expect(codes).toContain("STORE_UNREACHABLE")
    expect(codes).not.toContain("NODE_CHANGED")
  })

  it("keeps what V8 compiles under the flags of the hook that is shipped", async () => {
    const { json } = await run(["install", "--json"], { home, hooks: shippedHooks() })
    expect(json).toMatchObject({ outcome: "installed" })
    const place = dirname(
      readdirSync(gate("parallel-session-lock"), { recursive: true, encoding: "utf8" }).find(
        (name) => basename(name) === NODE_TO,
      ) as string,
    )
    const compiled = (): string[] => readdirSync(gate("parallel-session-lock", place, "compiled")).sort()
    const before = compiled()
    const flagged = before.filter((name) => name.endsWith(`-${nodeFlags.join().length}`))
    expect(flagged.map((name) => name.replace(/-.*/, ""))).toEqual([
      "contended.cjs",
      "hook.cjs",
      "rarely.cjs",
    ])
    mkdirSync(join(home, "work"))
    for (const hook_event_name of ["SessionStart", "Stop"]) {
      const input = JSON.stringify({ hook_event_name, session_id: "s", cwd: join(home, "work") })
      const env = { HOME: home, CLAUDE_PROJECT_DIR: join(home, "work") }
      const ran = start([], gate("parallel-session-lock/launcher"), env, input)
      expect(ran).toMatchObject({ status: 0, stdout: "", stderr: "" })
    }
    expect(compiled()).toEqual(before)
  })
})
