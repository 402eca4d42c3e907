import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { COMMANDS } from "../src/command-table.ts"
import { usageOf } from "../src/help.ts"
import { OPTIONS } from "../src/options.ts"
import { run } from "./fake-process.ts"
import { go, home, hook } from "./sandbox.ts"

const VERSION = /^\d+\.\d+\.\d+/

describe("the command line", () => {
  it.each([["--help"], ["-h"], ["help"]])("%s lists every command", async (flag) => {
    const { exitCode, stdout, stderr } = await go(flag)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" })
    const width = Math.max(...COMMANDS.map((command) => usageOf(command).length))
    for (const command of COMMANDS)
      expect(stdout).toContain(`  ${usageOf(command).padEnd(width)}  ${command.summary}`)
  })

  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    "explains %s",
    async (name, command) => {
      for (const args of [
        [name, "--help"],
        [name, "-h"],
        ["help", name],
      ]) {
        const { exitCode, stdout } = await go(...args)
        expect(exitCode).toBe(0)
        expect(stdout).toContain(command.summary)
        for (const option of command.options) expect(stdout).toContain(`--${option}`)
      }
    },
  )

  it.each([["--version"], ["-v"]])("%s prints the version", async (flag) => {
    expect(await go(flag)).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(VERSION) })
  })

  it("is what the README says", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")
    const lines = readme.split("\n")
    expect(lines.filter((line) => /^\| `[a-z]/.test(line))).toHaveLength(COMMANDS.length)
    for (const option of Object.keys(OPTIONS))
      expect(option === "help" || lines.some((line) => line.startsWith(`| \`--${option}`)), option).toBe(true)
    for (const command of COMMANDS) {
      const { options } = command
      const row = lines.find((line) => line.startsWith(`| \`${usageOf(command)}\` `)) ?? ""
      const listed = options.filter((option) => option !== "help").map((option) => `\`--${option}\``)
      expect(row.split("|").at(-2)?.trim()).toBe(listed.join(", "))
    }
  })

  it("takes the separator that package managers hand on", async () => {
    expect(await go("--", "--version")).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(VERSION) })
  })

  it.each([
    [[], /No command given/],
    [["instal"], /Unknown command instal; there are install, uninstall, status, doctor/],
    [["--frobnicate"], /Unknown option --frobnicate/],
    [["install", "--frobnicate"], /install: .*--frobnicate/],
    [["install", "extra"], /extra/],
    [["install", "--scope"], /--scope/],
    [["install", "--scope", "nobody"], /--scope is one of user, project, local, managed, not "nobody"/],
    [["install", "--json=yes"], /json/],
    [["status", "--dry-run"], /dry-run/],
    [["help", "nothing"], /Unknown command nothing/],
    [["off", "--for", "30"], /--for is a duration such as 90s, 30m, 2h or 1d, not "30"/],
    [["wait", "--timeout", "soon"], /--timeout is a duration/],
    [["wait", "one", "two"], /wait takes one path/],
    [["log", "--lines", "0"], /--lines is a number from 1 on/],
    [["on", "--for", "1h"], /--for/],
  ])("%j is not understood", async (args, message) => {
    const { exitCode, stdout, stderr } = await go(...args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" })
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it("says what it did not understand as JSON, when asked for that", async () => {
    const { exitCode, json, stderr } = await go("install", "--scope", "x", "--json")
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: "" })
    expect(json.error).toMatchObject({ code: "USAGE" })
  })

  it("prints the stack of an error that nobody foresaw", async () => {
    const broken = { ...hook, files: [{ name: "hook.cjs", path: "/nowhere/hook.cjs" }] }
    const { exitCode, stderr } = await run(["install"], { home, hooks: [broken] })
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/ENOENT[\s\S]*\n\s+at /)
  })

  it.each([
    [{}, false, false],
    [{}, true, true],
    [{ NO_COLOR: "1" }, true, false],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, true, false],
    [{ TERM: "dumb" }, true, false],
  ])("with %j on a terminal: %s, colour: %s", async (env, isTTY, coloured) => {
    const { stdout } = await run(["install"], { home, hooks: [hook], env, isTTY })
    expect(stdout.includes("\u001b[")).toBe(coloured)
  })
})
