import { mkdirSync, rmSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { Desk, touch, type Wire } from "./hot-desk.ts"
import { SHELLS } from "./hot-launcher.ts"

const shells = process.platform === "linux" ? SHELLS.map((shell) => ({ shell })) : []

let desk: Desk
beforeEach(async () => {
  desk = await new Desk().opens()
  desk.repository("other")
  for (const path of ["app/sub/.git/HEAD", "app/tree/.git", "app/src/a.ts"]) touch(join(desk.root, path))
  symlinkSync(join(desk.root, "other"), join(desk.workspace, "link"))
  symlinkSync(join(desk.root, "other/x"), join(desk.workspace, "dangling"))
})
afterEach(() => desk.end())

const PATHS = [
  "WS/a\\b",
  'WS/a"b',
  "WS/a\nb",
  "ROOT/other/a",
  "ROOT/application",
  "ROOT",
  "/etc/hosts",
  "a.ts",
  "",
  "WS/../other/a",
  "WS/src/..",
  "WS/./a",
  "WS//a",
  "WS/link",
  "WS/link/a",
  "WS/dangling",
  "WS/sub",
  "WS/sub/a/b",
  "WS/tree/a",
]

const COMMANDS = [
  "",
  "cat ~/x",
  "cd ~/x",
  'cd "~"',
  'cp a "$HOME/x"',
  "rm $(pwd)/x",
  "rm */x",
  "rm /*",
  "rm /etc/*",
  "cat link/*",
  "cat sub/*.ts",
  "cd $X",
  "cd *",
  "a\tb",
  "echo \\a",
  "printf 'a\\n'",
  "make \\\n  all",
  "echo é",
  "cd ..",
  "cd link && make",
  "cd sub",
  "pushd 'sub'",
  'cd "link"',
  "git -C sub commit",
  "make &&\ncd\nsub",
  "make\ncp a ROOT/other/b",
  'echo "a"; cp a "ROOT/other/b"',
  "cp a 'ROOT/other/b'",
  "cp a `cat ROOT/other/b`",
  "(cp a ROOT/other/b)",
  "cp a {ROOT/other/b,c}",
  "cp a ..",
  "cp a ../other/b",
  "cp a ROOT/other/b",
  "make >ROOT/other/log",
  "OUT=ROOT/other make",
  "OUT=~/x make",
  "make|tee ROOT/other/log",
  "make;rm ROOT/other/log",
  "make&rm ROOT/other/log",
  "cp a /dev/null/x",
  "cp a /",
  "cp a //",
  "cp a link/b",
  "cp a ./link/b",
  "cp a link/",
  "echo >link/b",
  "cp a sub/b",
  "cp a WS/sub/b",
  "cp a tree/b",
  "sleep 1; echo timeout",
  `echo ${"a".repeat(4_000)}`,
]

describe.each(shells)("under $shell, Node is given the whole event", ({ shell }) => {
  function expectNode(input: string, more = ""): void {
    const ran = desk.start(shell, "PreToolUse", input)
    expect(ran).toEqual({ status: 0, stdout: "", stderr: "", seen: `${input}${more}` })
  }
  const give = (event: Wire): void => expectNode(`${JSON.stringify(event)}\n`)
  const filled = (text: string): string => text.replace("WS", desk.workspace).replace("ROOT", desk.root)

  test.each(PATHS)("a path: %j", (path) => {
    for (const tool of ["Write", "Edit"]) give(desk.before(tool, { file_path: filled(path), content: "" }))
    give(desk.before("NotebookEdit", { notebook_path: filled(path), new_source: "" }))
  })

  test.each(COMMANDS)("a command: %j", (command) => give(desk.before("Bash", { command: filled(command) })))

  test.each<[string, Wire]>([
    ["a declared timeout", { timeout: 600_000 }],
    ["in the background", { run_in_background: true }],
  ])("a command with %s", (_, more) => give(desk.before("Bash", { command: "make", ...more })))

  test.each<[string, (ws: string) => string | undefined]>([
    ["a nested repository", (ws) => `${ws}/sub`],
    ["a linked worktree", (ws) => `${ws}/tree`],
    ["a link", (ws) => `${ws}/link`],
    ["another repository", (ws) => join(ws, "../other")],
    ["nowhere", () => undefined],
  ])("a command in %s", (_, place) =>
    give(desk.before("Bash", { command: "make" }, { cwd: place(desk.workspace) })),
  )

  test.each<[string, Wire]>([
    ["Monitor", { command: "make" }],
    ["PowerShell", { command: "make" }],
    ["Task", { prompt: "x" }],
    ["mcp__files__write", { file_path: "WS/a" }],
    ["Write", { notebook_path: "WS/a" }],
    ["Write", { content: "", file_path: "WS/a" }],
    ["Bash", { description: "x", command: "make" }],
    ["Bash", { command: 7, description: "x" }],
    ["Bash", {}],
  ])("the tool %s with %o", (tool, input) =>
    give(JSON.parse(filled(JSON.stringify(desk.before(tool, input))))),
  )

  test.each<[string, Wire]>([
    ["of another session", { session_id: "0b0b0b0b-0000-4000-8000-000000000000" }],
    ["of no session", { session_id: undefined }],
    ["with an odd session", { session_id: 7 }],
    ["with a place within another", { agent: { cwd: "/etc" } }],
    ["with a place within it before", { effort: { cwd: "src" } }],
    ["with a session within it", { effort: { session_id: "x" } }],
    ["with a tool within it", { effort: { tool_name: "Bash" } }],
    ["of another place, with ours within it", { cwd: "/etc", effort: { cwd: "WS" } }],
    ["of another session, with ours within it", { session_id: "x", effort: { session_id: "SESSION" } }],
    ["with a backslash before its input", { prompt_id: "a\\b" }],
  ])("an event %s", (_, more) => {
    const { tool_name, tool_input, tool_use_id, ...rest } = desk.before("Bash", { command: "make" })
    const text = JSON.stringify({ ...rest, ...more, tool_name, tool_input, tool_use_id })
    expectNode(`${filled(text.replace("SESSION", desk.session))}\n`)
  })

  test("a workspace that is one no more", () => {
    rmSync(join(desk.workspace, ".git"), { recursive: true })
    give(desk.before("Write", { file_path: join(desk.workspace, "a"), content: "" }))
  })

  test.each([
    ["of several lines", (event: Wire) => `${JSON.stringify(event, null, 2)}\n`],
    ["that is cut", (event: Wire) => `${JSON.stringify(event).slice(0, 300)}\n`],
    ["in a list", (event: Wire) => `${JSON.stringify([event])}\n`],
    ["with spaces", (event: Wire) => `${JSON.stringify(event).replaceAll('":', '": ')}\n`],
    ["that is none", () => "hello $HOME `exit 2` \\n %s\nEVENT\n"],
    ["that is empty", () => "{}\n"],
    ["of nothing", () => ""],
  ])("an event %s", (_, print) => expectNode(print(desk.before("Bash", { command: "make" }))))

  test.each([0, 4_096, 5_000, 65_536, 300_000])(
    "an event of %i bytes, with and without its newline",
    (length) => {
      mkdirSync(join(desk.workspace, "lib"))
      const content = 'é$x`\\"\n'.repeat(length / 8)
      const event = JSON.stringify(desk.before("Write", { file_path: join(desk.root, "other/a"), content }))
      expectNode(`${event}\n`)
      expectNode(event, "\n")
    },
  )
})
