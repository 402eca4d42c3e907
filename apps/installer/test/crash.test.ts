import { spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { temporaryFolder } from "./fixture-hook.ts"
import { home, read, settings, tree } from "./sandbox.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const BEFORE = '{\n  "model": "opus",\n  "hooks": {\n    "Stop": []\n  }\n}\n'

/** Every call with ROUTER_GATE_CRASH_STRIDE=1 (half an hour); by default every eleventh, each way from another one on. */
const stride = Number(process.env.ROUTER_GATE_CRASH_STRIDE ?? 11)
const timeout = stride < 11 ? 3_600_000 : 600_000
const WAYS = ["before", "half-way", "after"]

/** Runs the built command; with `kill`, until it kills itself at that call. */
function runBin(command: string, kill?: { at: number; when: string; log?: string }) {
  const env: Record<string, string> = { PATH: process.env.PATH ?? "", HOME: home }
  const preload = kill ? ["--require", join(root, "test/fixtures/kill-at.cjs")] : []
  if (kill) Object.assign(env, { KILL_AT: String(kill.at), KILL_WHEN: kill.when })
  if (kill?.log) env.KILL_LOG = kill.log
  return spawnSync(process.execPath, [...preload, join(root, "dist/bin.js"), command], {
    cwd: home,
    env,
    encoding: "utf8",
  })
}

function startOver(): void {
  rmSync(join(home, ".claude"), { recursive: true, force: true })
  mkdirSync(join(home, ".claude"))
  writeFileSync(settings(), BEFORE)
}

/** Every path there is, but for what is compiled: how much of that there is depends on what ran. */
function layout(): string[] {
  const paths = Object.keys(tree(home)).sort()
  return paths.filter((path) => !/\/compiled(?:\/|$)/.test(path))
}

/** The calls that a command makes when nobody kills it. */
function callsOf(command: string): number {
  const log = join(temporaryFolder(), "log")
  expect(runBin(command, { at: 0, when: "before", log }).status).toBe(0)
  return readFileSync(log, "utf8").trim().split("\n").length
}

describe.each(WAYS)("killed %s a call that changes the file system", (when) => {
  const first = 1 + ((WAYS.indexOf(when) * 2) % stride)

  it(
    "install: the settings are the old or the new ones, and a second run repairs",
    () => {
      startOver()
      const calls = callsOf("install")
      const after = read(settings())
      expect(calls).toBeGreaterThan(20)
      const clean = layout()
      for (let at = first; at <= calls; at += stride) {
        startOver()
        const { signal } = runBin("install", { at, when })
        if (when !== "half-way") expect(signal).toBe("SIGKILL")
        expect([BEFORE, after]).toContain(read(settings()))
        expect(runBin("install")).toMatchObject({ status: 0, stderr: "" })
        expect(read(settings())).toBe(after)
        expect(layout()).toEqual(clean)
        expect(runBin("uninstall")).toMatchObject({ status: 0, stderr: "" })
        expect(tree(home)).toEqual({ [join(home, ".claude")]: "folder", [settings()]: BEFORE })
      }
    },
    timeout,
  )

  it(
    "uninstall: the settings are the old or the new ones, and a second run finishes",
    () => {
      startOver()
      runBin("install")
      const installed = read(settings())
      const calls = callsOf("uninstall")
      expect(read(settings())).toBe(BEFORE)
      for (let at = first; at <= calls; at += stride) {
        startOver()
        runBin("install")
        runBin("uninstall", { at, when })
        expect([BEFORE, installed]).toContain(read(settings()))
        expect(runBin("uninstall")).toMatchObject({ status: 0, stderr: "" })
        expect(tree(home)).toEqual({ [join(home, ".claude")]: "folder", [settings()]: BEFORE })
      }
    },
    timeout,
  )
})
