import type { ProcessProbes } from "@router-gate/lock-core"
import { describe, expect, test } from "vitest"
import { lengthOf, shellCommandOf, targetsOf } from "../src/call.ts"
import { readBranch } from "../src/contended/branch.ts"
import { findClient } from "../src/find-client.ts"
import { findPlaces } from "../src/places.ts"
import { journalDirs } from "../src/rarely/open-journal.ts"
import { endTurn } from "../src/turn-end.ts"

const call = (toolName: string, toolInput: Record<string, unknown>, cwd?: string) => ({
  toolName,
  toolInput,
  cwd,
})

const tools = { Write: ["content"], mcp__fs__move: ["source", "destination"], mcp__fs__write_all: ["paths"] }
const patch =
  "*** Begin Patch\n*** Update File: src/a.ts\n@@\n-x\n+y\n*** Move to: src/b.ts\n*** Add File: c d.md\n+z\n"

test.each<[ReturnType<typeof call>, string[]]>([
  [call("Write", { file_path: "/a/b", content: "/elsewhere" }, "/ws"), ["/a/b"]],
  [call("NotebookEdit", { notebook_path: "/a/n.ipynb" }, "/ws"), ["/a/n.ipynb"]],
  [call("Bash", { command: "ls" }, "/ws"), []],
  [call("Write", { file_path: "" }, "/ws"), []],
  [call("Write", { file_path: 7 }, "/ws"), []],
  [call("mcp__fs__move", { source: "/a", destination: "/b", file_path: "/c" }), ["/a", "/b"]],
  [call("mcp__fs__write_all", { paths: ["/a", "/b", 7] }), ["/a", "/b"]],
  [call("mcp__other__write", { file_path: "/a" }), ["/a"]],
  [call("apply_patch", { input: patch }), ["src/a.ts", "src/b.ts", "c d.md"]],
  [call("apply_patch", { command: ["apply_patch", patch] }), ["src/a.ts", "src/b.ts", "c d.md"]],
  [call("toString", { file_path: "/a" }), ["/a"]],
])("targetsOf(%o) is %o", (of, targets) => expect(targetsOf(of, tools)).toEqual(targets))

test.each<[string, Record<string, unknown>, string | null]>([
  ["Bash", { command: "ls" }, "bash"],
  ["Monitor", { command: "tail -f x" }, "bash"],
  ["PowerShell", { command: "ls" }, "powershell"],
  ["Bash", {}, null],
  ["Write", { command: "ls" }, null],
  ["constructor", { command: "ls" }, null],
])("%s with %o runs %s", (tool, input, language) => {
  expect(shellCommandOf(call(tool, input))?.language ?? null).toBe(language)
})

test.each<[ReturnType<typeof call>, Record<string, string>, object]>([
  [call("Write", {}), {}, { unbounded: false }],
  [call("Bash", { command: "make" }), {}, { unbounded: false }],
  [call("Bash", { timeout: 600_000 }), {}, { unbounded: false, callTimeoutMs: 600_000 }],
  [call("Bash", {}), { BASH_DEFAULT_TIMEOUT_MS: "900000" }, { unbounded: false, callTimeoutMs: 900_000 }],
  [
    call("Bash", { timeout: 1_000 }),
    { BASH_DEFAULT_TIMEOUT_MS: "900000" },
    { unbounded: false, callTimeoutMs: 1_000 },
  ],
  [call("Bash", { timeout: "soon" }), { BASH_DEFAULT_TIMEOUT_MS: "later" }, { unbounded: false }],
  [call("Bash", { timeout: -1 }), {}, { unbounded: false }],
  [call("Bash", { timeout: 1e15 }), {}, { unbounded: false, callTimeoutMs: 86_400_000 }],
  [call("Monitor", { timeout: 2_000 }), {}, { unbounded: false, callTimeoutMs: 2_000 }],
  [call("Agent", {}), {}, { unbounded: true }],
  [call("mcp__files__write", {}), {}, { unbounded: true }],
])("lengthOf(%o) with %o is %o", (of, env, length) => expect(lengthOf(of, env)).toEqual(length))

test.each<[string, unknown, string]>([
  ["nothing", undefined, "release"],
  ["an empty list", [], "release"],
  ["no list", "subagent", "release"],
  ["a running subagent", [{ type: "subagent", status: "running" }], "extend"],
  ["a running workflow", [{ type: "workflow", status: "running" }], "extend"],
  ["a finished subagent", [{ type: "subagent", status: "completed" }], "release"],
  ["a running command", [{ type: "shell", status: "running" }], "keep"],
  [
    "both",
    [
      { type: "shell", status: "running" },
      { type: "subagent", status: "running" },
    ],
    "extend",
  ],
  ["something unknown", [{ type: "moon", status: "running" }, null, 7], "release"],
])("a turn that ends with %s", (_, tasks, end) => expect(endTurn(tasks)).toBe(end))

describe("places", () => {
  const there = () => true
  test.each<[string, Record<string, string>, string]>([
    ["home", { HOME: "/home/dev" }, "/home/dev/.claude"],
    ["its own directory", { HOME: "/home/dev", CLAUDE_CONFIG_DIR: "/cfg" }, "/cfg"],
    ["its own directory alone", { CLAUDE_CONFIG_DIR: "/cfg" }, "/cfg"],
    ["a relative one is none", { HOME: "/home/dev", CLAUDE_CONFIG_DIR: "cfg" }, "/home/dev/.claude"],
  ])("the client's directory: %s", (_, env, configDir) => {
    expect(findPlaces(env, there)).toMatchObject({ configDir, locksDir: `${configDir}/runtime` })
  })

  test("a log always has somewhere to go", () => {
    expect(journalDirs({ HOME: "/home/dev", TMPDIR: "/t" }, there, 7)).toEqual([
      "/home/dev/.claude/router-gate",
      "/t/router-gate-7",
    ])
    expect(journalDirs({}, there, undefined)).toEqual(["/tmp/router-gate-user"])
  })
})

describe("findClient", () => {
  const names: Record<number, [name: string, parent: number]> = {
    50: ["node", 40],
    40: ["sh", 30],
    30: ["claude", 20],
    20: ["bash", 10],
    10: ["claude", 1],
    7: ["claude", 1],
  }
  const probes: ProcessProbes = {
    bootId: () => "b007",
    pidNamespace: () => "ns",
    exists: (pid) => pid in names,
    inspect(pid) {
      const found = names[pid]
      return found ? { name: found[0], parentPid: found[1], start: `s${pid}`, finished: false } : null
    },
  }
  test.each<[string, Record<string, string>, number, number | undefined]>([
    ["the pid that the client says", { CLAUDE_PID: "7" }, 50, 7],
    ["a pid that is nobody's is not believed", { CLAUDE_PID: "99" }, 50, 30],
    ["no number is not believed", { CLAUDE_PID: "x" }, 50, 30],
    ["the nearest ancestor of the client's name", {}, 50, 30],
    ["not the process itself", {}, 30, 10],
    ["nobody", {}, 10, undefined],
  ])("%s", (_, env, own, pid) => expect(findClient(env, own, probes)?.pid).toBe(pid))
})

test.each<[string, Record<string, string>, string | undefined]>([
  ["a branch", { "/ws/.git/HEAD": "ref: refs/heads/feat/x\n" }, "feat/x"],
  ["a commit", { "/ws/.git/HEAD": "0123abc\n" }, undefined],
  ["no repository", {}, undefined],
  [
    "a linked worktree",
    { "/ws/.git": "gitdir: /m/.git/worktrees/w\n", "/m/.git/worktrees/w/HEAD": "ref: refs/heads/w\n" },
    "w",
  ],
  [
    "a submodule",
    { "/ws/.git": "gitdir: ../.git/modules/ws\n", "/.git/modules/ws/HEAD": "ref: refs/heads/s\n" },
    "s",
  ],
])("readBranch on %s", (_, files, branch) => {
  expect(readBranch("/ws", (path) => files[path] ?? null)).toBe(branch)
})
