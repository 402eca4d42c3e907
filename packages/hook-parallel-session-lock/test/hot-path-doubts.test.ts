import { mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { postToolUse } from "@router-gate/hook-runtime/testing"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { Desk, touch } from "./hot-desk.ts"
import { type Env, SHELLS } from "./hot-launcher.ts"

const shells = process.platform === "linux" ? SHELLS.map((shell) => ({ shell })) : []

let desk: Desk
beforeEach(async () => {
  desk = await new Desk().opens()
})
afterEach(() => desk.end())

/** Something that is not as it was when the lease was noted. */
type Doubt = [what: string, bringAbout: () => unknown]
const field = (at: number, value: string): void => desk.rename((fields) => fields.splice(at, 1, value))
const word = (line: number, at: number, value: string): void =>
  desk.renote((lines) => lines[line]?.splice(at, 1, value))
const terms = (value: string): void => desk.renote((lines) => lines[0]?.splice(3, 2, value, value))

const ABOUT_THE_LEASE: Doubt[] = [
  ["it is free", () => field(2, "f")],
  ["another session has it", () => field(4, "0b0b0b0b-0000-4000-8000-000000000000")],
  ["another process has it", () => field(5, String(process.ppid))],
  ["an earlier process of that pid has it", () => field(6, "1")],
  ["it is of another boot", () => field(7, "00000000")],
  ["it is of another pid namespace", () => field(8, "zz")],
  ["it has no end", () => field(9, "0")],
  ["its end is no number", () => field(9, "08x")],
  ["its end is beyond all numbers", () => field(9, "9".repeat(40))],
  ["its generation is no number", () => field(1, "one")],
  ["its generation looks octal", () => field(1, "08")],
  ["its generation is beyond all numbers", () => field(1, "9".repeat(40))],
  ["it is of a later format", () => field(0, "b2")],
  ["it has a field more", () => field(12, "x.y")],
  ["it has a field less", () => desk.rename((fields) => fields.splice(11, 1))],
  ["its name has odd characters", () => field(12, "x y")],
  ["there are two", () => touch(join(desk.states, desk.name.replace(".h.", ".f.")))],
  [
    "there are two, the other of them later",
    () => touch(join(desk.states, desk.name.replace("b1.", "b1.9"))),
  ],
  ["a foreign file lies behind it", () => touch(join(desk.states, "z"))],
  ["a foreign file lies before it", () => touch(join(desk.states, "README"))],
  ["it is gone", () => rmSync(join(desk.states, desk.name))],
  ["its directory is gone", () => rmSync(desk.states, { recursive: true })],
]

const ABOUT_THE_NOTE: Doubt[] = [
  ["it is gone", () => rmSync(desk.note)],
  [
    "it is a directory",
    () => {
      rmSync(desk.note)
      mkdirSync(desk.note)
    },
  ],
  ["it is empty", () => writeFileSync(desk.note, "")],
  ["it ends after its first line", () => desk.renote((lines) => lines.splice(1))],
  ["it ends after its second line", () => desk.renote((lines) => lines.splice(2))],
  ["it is cut within its last line", () => desk.renote((lines) => lines.splice(2, 2, ["/nowh"]))],
  ["it is something else", () => writeFileSync(desk.note, "\u0000\u0001(\n$(exit 2)\n`exit 2`\n")],
  ["it names another owner", () => word(0, 0, "x.1.1.1.1")],
  ["the time suspended is no number", () => word(0, 2, "08")],
  ["the time suspended is twice negative", () => word(0, 2, "--5")],
  ["the time suspended is a command", () => word(0, 2, "$(exit)")],
  ["the time suspended is long past", () => word(0, 2, "-999999999")],
  ["a term is no number", () => terms("soon")],
  ["a term looks octal", () => terms("08")],
  ["a term is never", () => terms("1000000000000000")],
  ["a term is missing", () => desk.renote((lines) => lines[0]?.pop())],
  ["a word more", () => desk.renote((lines) => lines[0]?.push("1"))],
]

/** A minute from now by the clock that leases are judged by, and by the wall clock: as Node notes it of a store. */
function noteUnasked(
  scene: { leftMs?: number; wallLeftMs?: number; monoUntil?: string; branch?: string } = {},
) {
  const { leftMs = 60_000, monoUntil = "", branch = "ref: refs/heads/main" } = scene
  const { wallLeftMs = leftMs } = scene
  writeFileSync(head(), "ref: refs/heads/main\n")
  const upMs = Number.parseFloat(readFileSync("/proc/uptime", "utf8")) * 1000
  const wallUntil = Date.now() + wallLeftMs
  desk.renote((lines) => {
    const suspendedMs = Number(lines[0]?.[2])
    lines[0]?.push(monoUntil || String(Math.floor(upMs - suspendedMs + leftMs)), String(wallUntil))
    lines.splice(3, 0, [head()], [branch])
  })
  setUntil(wallUntil)
}
const setUntil = (wallUntil: number): void => utimesSync(desk.note, wallUntil / 1000, wallUntil / 1000)
/** Something that happens after that. */
const afterwards = (act: () => unknown) => (): void => {
  noteUnasked()
  act()
}
/** The same to the note, which keeps its time. */
const renoted = (change: (lines: string[][]) => void) =>
  afterwards(() => {
    desk.renote(change)
    setUntil(Date.now() + 60_000)
  })
const head = (): string => join(desk.workspace, ".git/HEAD")

const ABOUT_THE_STORE: Doubt[] = [
  ["it has to be asked by the one clock", () => noteUnasked({ leftMs: 0, wallLeftMs: 60_000 })],
  ["it has to be asked by the other one", () => noteUnasked({ wallLeftMs: -2_000 })],
  ["until when is no number", () => noteUnasked({ monoUntil: "soon" })],
  ["until when looks octal", () => noteUnasked({ monoUntil: "08" })],
  ["until when is negative", () => noteUnasked({ monoUntil: "-1" })],
  ["until when is beyond all numbers", () => noteUnasked({ monoUntil: "9".repeat(40) })],
  ["another branch is noted", () => noteUnasked({ branch: "ref: refs/heads/next" })],
  ["no branch is noted", () => noteUnasked({ branch: "" })],
  ["another branch is checked out", afterwards(() => writeFileSync(head(), "ref: refs/heads/next\n"))],
  ["what says the branch is cut", afterwards(() => writeFileSync(head(), "ref: refs/heads/main"))],
  ["what says the branch is gone", afterwards(() => rmSync(head()))],
  ["what says the branch is a directory", renoted((lines) => lines.splice(3, 1, [desk.workspace]))],
  ["the branch's lines are missing", renoted((lines) => lines.splice(3, 2))],
  ["the branch's line is missing", renoted((lines) => lines.splice(4, 2))],
  ["the note has its own time", afterwards(() => setUntil(Date.now() - 1_000))],
]

const ABOUT_THE_MACHINE: [what: string, env: () => Env][] = [
  ["this run is switched off", () => ({ ROUTER_GATE: "0" })],
  ["this run is switched in any way", () => ({ ROUTER_GATE: "1" })],
  ["the client does not say its pid", () => ({ CLAUDE_PID: undefined })],
  ["the client's pid is empty", () => ({ CLAUDE_PID: "" })],
  ["the client's pid looks octal", () => ({ CLAUDE_PID: `0${process.pid}` })],
  ["the client's pid is a path", () => ({ CLAUDE_PID: `self/../${process.pid}` })],
  ["the client's pid is another one", () => ({ CLAUDE_PID: String(process.ppid) })],
  ["the client's pid is nobody's", () => ({ CLAUDE_PID: "99999999" })],
  ["the client does not say its session", () => ({ CLAUDE_CODE_SESSION_ID: undefined })],
  ["the client's session is another one", () => ({ CLAUDE_CODE_SESSION_ID: "x" })],
  ["the client's session is a path", () => ({ CLAUDE_CODE_SESSION_ID: `../turns/${desk.session}` })],
  ["the client's session has capitals", () => ({ CLAUDE_CODE_SESSION_ID: desk.session.toUpperCase() })],
  ["there is no home", () => ({ HOME: undefined, CLAUDE_CONFIG_DIR: undefined })],
  ["the configuration is elsewhere", () => ({ CLAUDE_CONFIG_DIR: join(desk.root, "other") })],
  ["the configuration is relative", () => ({ CLAUDE_CONFIG_DIR: ".claude" })],
]

describe.each(shells)("under $shell, Node is given the whole event", ({ shell }) => {
  /** Before a call and after one, the answer is Node's. */
  function expectNode(env: Env = {}): void {
    const call = { tool_name: "Bash", tool_input: { command: "make" }, session_id: desk.session }
    const before = `${JSON.stringify(desk.before("Bash", call.tool_input))}\n`
    const after = `${JSON.stringify(postToolUse({ ...call, cwd: desk.workspace }))}\n`
    for (const [name, input] of [
      ["PreToolUse", before],
      ["PostToolUse", after],
    ] as const)
      expect(desk.start(shell, name, input, { env })).toEqual({
        status: 0,
        stdout: "",
        stderr: "",
        seen: input,
      })
  }

  test.each(ABOUT_THE_LEASE)("the lease: %s", (_, bringAbout) => {
    bringAbout()
    expectNode()
  })
  test.each(ABOUT_THE_NOTE)("the note: %s", (_, bringAbout) => {
    bringAbout()
    expectNode()
  })
  test.each(ABOUT_THE_STORE)("the store: %s", (_, bringAbout) => {
    bringAbout()
    expectNode()
  })
  test("a store need not be asked yet: no Node, before a call and after it", () => {
    noteUnasked()
    const before = `${JSON.stringify(desk.before("Bash", { command: "make" }))}\n`
    const { name } = desk
    expect(desk.start(shell, "PreToolUse", before)).toMatchObject({
      status: 0,
      stdout: "",
      stderr: "",
      seen: null,
    })
    expect(desk.name).not.toBe(name)
    const after = JSON.stringify(postToolUse({ session_id: desk.session }))
    expect(desk.start(shell, "PostToolUse", after)).toMatchObject({
      status: 0,
      stdout: "",
      stderr: "",
      seen: null,
    })
  })
  test("the switch is off", () => {
    touch(join(desk.config, "router-gate/off"))
    expectNode()
  })
  test.each(ABOUT_THE_MACHINE)("the machine: %s", (_, env) => expectNode(env()))

  test("the process started at another time: before a call it matters, after one nothing is granted", () => {
    word(0, 1, "1")
    const before = `${JSON.stringify(desk.before("Bash", { command: "make" }))}\n`
    expect(desk.start(shell, "PreToolUse", before).seen).toBe(before)
    const after = JSON.stringify(postToolUse({ session_id: desk.session }))
    expect(desk.start(shell, "PostToolUse", after).seen).toBe(null)
  })

  test("a call of unknown length is under way: before a call it does not matter, after one it does", () => {
    field(11, "1-mwtez4ss")
    const after = `${JSON.stringify(postToolUse({ session_id: desk.session }))}\n`
    expect(desk.start(shell, "PostToolUse", after).seen).toBe(after)
    const before = JSON.stringify(desk.before("Bash", { command: "make" }))
    expect(desk.start(shell, "PreToolUse", before).seen).toBe(null)
    expect(desk.name.split(".")[11]).toBe("1-mwtez4ss")
  })

  test.each(["Stop", "SessionEnd", "PostToolUseFailure", "", "preToolUse"])("the event %j", (name) => {
    const input = `${JSON.stringify(desk.before("Bash", { command: "make" }))}\n`
    expect(desk.start(shell, name, input).seen).toBe(input)
  })

  test("a link to the lease's workspace is another place", () => {
    symlinkSync(desk.workspace, join(desk.root, "link"))
    const input = `${JSON.stringify(desk.before("Bash", { command: "make" }, { cwd: join(desk.root, "link") }))}\n`
    expect(desk.start(shell, "PreToolUse", input).seen).toBe(input)
  })
})
