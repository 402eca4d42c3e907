import { spawn } from "node:child_process"
import { existsSync, mkdirSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { layoutFor, placed, wrapped } from "../src/demo/layout.ts"
import { shippedHooks } from "../src/hooks.ts"
import { isAlive } from "../src/is-alive.ts"
import { run } from "./fake-process.ts"
import { fixtureHook, temporaryFolder } from "./fixture-hook.ts"
import { gate, home, tree, write } from "./sandbox.ts"

const bin = fileURLToPath(new URL("../dist/bin.js", import.meta.url))
const show = (args: string[], options: Partial<Parameters<typeof run>[1]> = {}) =>
  run(["demo", "--fast", ...args], { home, hooks: shippedHooks(), ...options })

describe("where the demonstration's lines go", () => {
  it.each([
    [undefined, 77, ["A  ", "B  "]],
    [40, 37, ["A  ", "B  "]],
    [70, 67, ["A  ", "B  "]],
    [71, 34, ["", " ".repeat(37)]],
    [100, 48, ["", " ".repeat(51)]],
    [400, 64, ["", " ".repeat(67)]],
  ])("on a terminal of %s columns: %i for each, after %j", (columns, width, margins) => {
    const layout = layoutFor(columns)
    expect([layout.width, Object.values(layout.margin)]).toEqual([width, margins])
  })

  it.each([
    ["", 10, [""]],
    ["one two three", 8, ["one two", "three"]],
    ["one  two", 20, ["one two"]],
    ["/a/very/long/path it", 8, ["/a/very/", "long/pat", "h it"]],
    ["日本日本 語", 6, ["日本日", "本 語"]],
  ])("%j in %i columns", (text, width, lines) => {
    expect(wrapped(text, width)).toEqual(lines)
  })

  it("colours the words and not the room before them", () => {
    const layout = { width: 6, margin: { A: "", B: "    " } }
    const colour = (line: string) => `<${line}>`
    expect(placed("one two", "B", layout, { indent: 2, colour })).toBe("      <one>\n      <two>\n")
  })
})

describe("demo", () => {
  it("tells the truth as JSON: what the real hook said to each", async () => {
    const { exitCode, json, stderr } = await show(["--json"])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" })
    expect(json).toMatchObject({ command: "demo", outcome: "shown" })
    const [a, b] = json.sessions
    const steps = json.steps.map(
      (step: Record<string, string>) => `${step.session} ${step.action}: ${step.outcome}`,
    )
    expect(steps).toEqual([
      "A Write cart.ts: allowed",
      "B Bash git diff --stat: allowed",
      "B Write cart.ts: denied",
      "A (its turn ends): over",
      "B Write cart.ts: allowed",
      "A Write cart.ts: denied",
      "B (its client gets SIGKILL): killed",
      "A Write cart.ts: allowed",
    ])
    const reasons = json.steps.map((step: { reason: string | null }) => step.reason).filter(Boolean)
    expect(reasons).toEqual([
      expect.stringContaining(`lock held by session A (pid ${a.pid}) — wait or close`),
      expect.stringContaining(`lock held by session B (pid ${b.pid}) — wait or close`),
    ])
    expect([existsSync(json.workspace), isAlive(a.pid), isAlive(b.pid)]).toEqual([false, false, false])
  })

  it("leaves the user's own things alone, and follows none of their settings", async () => {
    write('{"disableAllHooks":true}')
    mkdirSync(gate(), { recursive: true })
    const env = { ROUTER_GATE: "0", CLAUDE_CONFIG_DIR: join(home, ".claude"), CLAUDECODE: "1" }
    const before = tree(home)
    expect((await show([], { env })).exitCode).toBe(0)
    expect(tree(home)).toEqual(before)
  })

  it("prints plain text where there is no terminal", async () => {
    const { stdout } = await show([])
    expect(stdout).toMatch(/^A {2}Write cart\.ts\nA {4}allowed: /m)
    expect(stdout).toMatch(/^B {4}denied: .*\nB {6}parallel session lock held by session A/m)
    expect(stdout).not.toContain("\u001b")
  })

  it("prints two columns on a wide terminal, in colour unless that is not wanted", async () => {
    const { stdout } = await show([], { isTTY: true, columns: 100, env: { NO_COLOR: "1" } })
    expect(stdout).toMatch(/^session A \(pid \d+\) +session B \(pid \d+\)$/m)
    expect(stdout).toMatch(/^Write cart\.ts\n {2}allowed: /m)
    expect(stdout).toMatch(/^ {51}Write cart\.ts\n {53}denied: /m)
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100)
    expect(stdout).not.toContain("\u001b")
    expect((await show([], { isTTY: true, columns: 100 })).stdout).toContain("\u001b[")
  })

  it("fails when the hook does not do what the demonstration says", async () => {
    const { exitCode, stderr } = await show([], { hooks: [fixtureHook()] })
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/"Write cart\.ts" of session B was allowed, which it should not have been/)
  })

  it("broken off with Ctrl-C, it leaves nothing behind", async () => {
    const temporary = temporaryFolder()
    const env = { PATH: process.env.PATH ?? "", HOME: home, TMPDIR: temporary }
    const child = spawn(process.execPath, [bin, "demo"], { cwd: home, env })
    let stdout = ""
    child.stdout.on("data", (text) => {
      if (stdout === "") child.kill("SIGINT")
      stdout += text
    })
    const exitCode = await new Promise((resolve) => child.once("close", resolve))
    expect(exitCode).toBe(130)
    const [, a = "0", b = "0"] = /session A \(pid (\d+)\), session B \(pid (\d+)\)/.exec(stdout) ?? []
    expect([isAlive(Number(a)), isAlive(Number(b))]).toEqual([false, false])
    expect([readdirSync(temporary), readdirSync(home)]).toEqual([[], []])
  })
})
