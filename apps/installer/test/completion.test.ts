import { spawnSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { COMMANDS } from "../src/command-table.ts"
import { SHELLS } from "../src/commands/completion.ts"
import { OPTIONS } from "../src/options.ts"
import { SCOPES } from "../src/scope.ts"
import { go, home } from "./sandbox.ts"

const scriptFor = (shell: string) => SHELLS[shell]?.(COMMANDS) ?? ""
const has = (program: string) => spawnSync(program, ["--version"]).status === 0

/** What bash offers for the last of these words. */
function bashOffers(...words: string[]): string[] {
  const call = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _router_gate; printf '%s\\n' "\${COMPREPLY[@]}"`
  const input = [`${scriptFor("bash")}${call}`, "bash", "router-gate", ...words]
  const ran = spawnSync("bash", ["--norc", "-c", ...input], { cwd: home, encoding: "utf8" })
  expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: "" })
  return ran.stdout.split("\n").filter(Boolean)
}

describe.each(Object.keys(SHELLS))("the script for %s", (shell) => {
  it("is what the command prints", async () => {
    expect(await go("completion", shell)).toMatchObject({ exitCode: 0, stdout: scriptFor(shell), stderr: "" })
  })

  it.each(COMMANDS.map((command) => [command.name, command] as const))("knows %s", (name, { summary }) => {
    const script = scriptFor(shell)
    expect(script).toMatch(new RegExp(`\\b${name}\\b`))
    // bash has no room for it.
    expect(shell === "bash" || script.includes(summary.slice(0, 25))).toBe(true)
  })

  it.each(Object.keys(OPTIONS))("knows --%s", (option) => {
    expect(scriptFor(shell)).toMatch(new RegExp(shell === "fish" ? ` -l ${option} ` : `--${option}\\b`))
  })
})

describe("in bash", () => {
  const commands = COMMANDS.map(({ name }) => name)

  it("offers every command, and those that begin like it", () => {
    expect(bashOffers("")).toEqual([...commands, "help", "--help", "--version"])
    expect(bashOffers("un")).toEqual(["uninstall", "unlock"])
    expect(bashOffers("help", "st")).toEqual(["status", "statusline"])
  })

  it.each(COMMANDS.map(({ name, options }) => [name, options] as const))(
    "offers %s its options",
    (name, options) => {
      expect(bashOffers(name, "--")).toEqual(options.map((option) => `--${option}`))
    },
  )

  it("offers values", () => {
    expect(bashOffers("install", "--scope", "")).toEqual([...SCOPES])
    expect(bashOffers("install", "--json", "--scope", "l")).toEqual(["local"])
    expect(bashOffers("install", "--scope", "=", "m")).toEqual(["managed"])
    expect(bashOffers("install", "--scope", "=")).toEqual([...SCOPES])
    expect(bashOffers("completion", "")).toEqual([...Object.keys(SHELLS), "--json", "--help"])
    expect(bashOffers("off", "--for", "")).toEqual([])
  })

  it("offers paths where there may be one, whole though they have spaces", () => {
    mkdirSync(join(home, "my project"))
    writeFileSync(join(home, "my file"), "")
    expect(bashOffers("wait", "my").sort()).toEqual(["my file", "my project"])
    expect(bashOffers("install", "--project-dir", "my")).toEqual(["my project"])
    expect(bashOffers("install", "my")).toEqual([])
  })
})

describe("elsewhere", () => {
  it.skipIf(!has("zsh"))("zsh can read its script (skipped without zsh)", () => {
    const ran = spawnSync("zsh", ["-n"], { input: scriptFor("zsh"), encoding: "utf8" })
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: "" })
  })

  it.skipIf(!has("fish"))("fish completes a scope (skipped without fish)", () => {
    const file = join(home, "router-gate.fish")
    writeFileSync(file, scriptFor("fish"))
    expect(spawnSync("fish", ["--no-execute", file]).status).toBe(0)
    const asked = `source ${file}; complete -C 'router-gate install --scope '`
    const env = { PATH: process.env.PATH ?? "", HOME: home }
    const { stdout } = spawnSync("fish", ["--no-config", "-c", asked], { encoding: "utf8", env })
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => line.split("\t")[0]),
    ).toEqual([...SCOPES].sort())
  })
})

describe("completion", () => {
  it.each([[[]], [["tcsh"]], [["bash", "zsh"]]])("%j is not understood", async (shells) => {
    const { exitCode, stderr } = await go("completion", ...shells)
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/^completion takes one shell: bash, zsh, fish\./)
  })
})
