import { rmSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { Desk, type Wire } from "./hot-desk.ts"
import { SHELLS } from "./hot-launcher.ts"

const shells = process.platform === "linux" ? SHELLS.map((shell) => ({ shell })) : []
const quiet = { status: 0, stdout: "", stderr: "" }
const line = (event: Wire): string => `${JSON.stringify(event)}\n`

let desk: Desk
beforeEach(() => {
  desk = new Desk()
})
afterEach(() => desk.end())

describe.each(shells)("under $shell", ({ shell }) => {
  test.each([
    ["a rename", () => desk.rename((fields) => fields.splice(1, 1, String(Number(fields[1]) + 1)))],
    ["its removal", () => rmSync(desk.states, { recursive: true })],
  ])("a lease that moves on meanwhile, by %s, is left to Node", async (_, act) => {
    await desk.opens()
    const content = "x".repeat(1_000_000)
    const input = line(desk.before("Write", { file_path: join(desk.workspace, "a"), content }))
    expect(await desk.interrupt(shell, "PreToolUse", input, act)).toEqual({ ...quiet, seen: input })
  })

  test.each([
    ["no mv", "/bin/mv", "/nowhere/mv"],
    ["an uptime that is none", "/proc/uptime", "$note"],
    ["no uptime", "/proc/uptime", "/nowhere"],
    ["no boot id", "/proc/sys/kernel/random/boot_id", "/nowhere"],
    ["another boot", "/proc/sys/kernel/random/boot_id", "/proc/sys/kernel/random/uuid"],
    ["no process", '/proc/"$client"/stat', "/nowhere"],
  ])("a machine with %s leaves everything to Node", async (_, from, to) => {
    await desk.opens()
    const input = line(desk.before("Bash", { command: "make" }))
    const edit = (text: string) => text.replace(from, to)
    expect(desk.start(shell, "PreToolUse", input, { edit })).toEqual({ ...quiet, seen: input })
  })

  test.each([
    ": $((08))",
    ": $((1 +))",
    `: \${nothing?}`,
    "set -u; : $nothing",
    ". /nowhere/script",
    "readonly a=1; a=2",
    "shift 99",
    "fi",
    "exit 2",
  ])("never ends in 2, whatever is wrong with it: %s", (fault) => {
    for (const edit of [(text: string) => `${text}\n${fault}`, () => fault])
      expect(desk.start(shell, "PreToolUse", "{}\n", { edit }).status).toBe(0)
  })

  test("a Node that cannot be started does not end in 2 either", () => {
    // bash leaves out the trap then; any code but 2 lets the call go on.
    const { status } = desk.start(shell, "PreToolUse", "{}\n", { edit: () => "exec /nowhere/node" })
    expect(status).not.toBe(2)
  })
})
