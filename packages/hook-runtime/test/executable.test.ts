import { spawn } from "node:child_process"
import { readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { eventPayload, type HookPayload, preToolUse, runHookExecutable, stop } from "../src/testing.ts"
import { type Bundle, bundle } from "./bundle.ts"

/** Blocks PreToolUse; the other events misbehave in ways that only a real process can. */
const HOOK = `
import { defineHook, fileJournal, nodeProcess, runHook } from "@router-gate/hook-runtime"
const on = (run) => ({ timeoutSeconds: 5, run })
const hook = defineHook({
  name: "sample",
  description: "A sample.",
  on: {
    PreToolUse: on((event) => ({ block: true, reason: "held: " + event.toolName })),
    PostToolUse: on(() => { setTimeout(() => { throw new Error("thrown later") }, 1) }),
    PostToolUseFailure: on(() => { Promise.reject(new Error("rejected later")) }),
    PostToolBatch: on(() => new Promise(() => {})),
    UserPromptSubmit: on(() => ({ additionalContext: "é".repeat(100_000) })),
    Stop: on(() => { process.exitCode = 2; throw new Error("stopped badly") }),
    SubagentStop: on(() => { process.exitCode = 2 }),
  },
})
runHook(hook, { process: nodeProcess(), journal: fileJournal({ dirs: () => [process.env.STATE] }) })
`

let built: Bundle
let state: string
beforeAll(async () => {
  built = await bundle(HOOK)
  state = join(built.dir, "state")
})
afterAll(() => built.remove())
beforeEach(() => rmSync(state, { recursive: true, force: true }))

const run = (payload: HookPayload, env: Record<string, string> = {}) =>
  runHookExecutable({ command: process.execPath, args: [built.path], payload, env: { STATE: state, ...env } })
const journal = () =>
  readFileSync(join(state, "log.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line))

describe("a hook as one file", () => {
  it("requires nothing but fs", () => {
    const required = [...readFileSync(built.path, "utf8").matchAll(/\brequire\("([^"]+)"\)/g)].map(
      ([, name]) => name,
    )
    expect(required.map((name) => name?.replace("node:", ""))).toEqual(expect.arrayContaining(["fs"]))
    expect(new Set(required.map((name) => name?.replace("node:", "")))).toEqual(new Set(["fs"]))
  })

  it("blocks", async () => {
    expect(await run(preToolUse())).toMatchObject({
      exitCode: 0,
      decision: "deny",
      reason: "held: Write",
      blocks: true,
      stderr: "",
    })
    expect(readdirSync(built.dir)).not.toContain("state")
  })

  it("is silent when it has nothing to say", async () => {
    expect(await run(eventPayload("CwdChanged"))).toMatchObject({ exitCode: 0, stdout: "", stderr: "" })
    expect(await run(preToolUse(), { ROUTER_GATE: "0" })).toMatchObject({
      exitCode: 0,
      stdout: "",
      stderr: "",
    })
  })

  it("blocks after an event of 3 MB", async () => {
    const payload = preToolUse({ tool_input: { file_path: "/ws/a", content: "x".repeat(3_000_000) } })
    expect(await run(payload)).toMatchObject({ blocks: true, exitCode: 0 })
  })

  it("writes more than a pipe holds", async () => {
    const { additionalContext } = await run(eventPayload("UserPromptSubmit", { prompt: "x" }))
    expect(additionalContext).toHaveLength(10_000)
  })

  it.each<[string, HookPayload, string]>([
    ["an empty stdin", "", "STDIN_EMPTY"],
    ["a closed stdin", null, "STDIN_EMPTY"],
    ["an event cut short", JSON.stringify(preToolUse()).slice(0, -20), "STDIN_NOT_JSON"],
    ["10 MB", preToolUse({ tool_input: { content: "x".repeat(10_000_000) } }), "STDIN_TOO_LARGE"],
    ["bytes", Buffer.from([0xff, 0xfe, 0x00, 0x80]), "STDIN_NOT_JSON"],
    ["text", "not json", "STDIN_NOT_JSON"],
    ["JSON that is no event", "[]", "STDIN_NOT_AN_EVENT"],
    ["an error in the handler", stop(), "Error"],
    ["an error thrown later", eventPayload("PostToolUse", { tool_name: "X" }), "Error"],
    ["a rejection nobody waits for", eventPayload("PostToolUseFailure", { tool_name: "X" }), "Error"],
  ])("lets the call go ahead, visibly once and logged always: %s", async (_, payload, code) => {
    const env = { CLAUDE_CODE_SESSION_ID: "67230c8e-3f5c-4c1b-9d55-0c1f6e8f1a01" }
    const [first, second] = [await run(payload, env), await run(payload, env)]
    expect(first).toMatchObject({ exitCode: 0, signal: null, blocks: false, decision: "none", stderr: "" })
    expect(first.systemMessage).toContain(`failed open (${code})`)
    expect(first.systemMessage).toContain(join(state, "log.jsonl"))
    expect(second).toMatchObject({ exitCode: 0, stdout: "", stderr: "" })
    expect(journal()).toMatchObject([{ code }, { code }])
  })

  it("writes an unknown event down and says nothing", async () => {
    expect(await run(eventPayload("Novel"))).toMatchObject({ exitCode: 0, stdout: "", stderr: "" })
    expect(journal()).toMatchObject([{ level: "info", event: "Novel" }])
  })

  it.each([
    ["a handler that never settles", eventPayload("PostToolBatch")],
    ["a handler that sets an exit code", eventPayload("SubagentStop")],
  ])("ends with exit code 0: %s", async (_, payload) => {
    expect(await run(payload)).toMatchObject({ exitCode: 0, stdout: "", blocks: false })
  })

  it("survives a reader that has gone", async () => {
    const child = spawn(process.execPath, [built.path], {
      env: { STATE: state },
      stdio: ["pipe", "pipe", "pipe"],
    })
    child.stdout.destroy()
    const exitCode = new Promise((resolve) => child.once("exit", resolve))
    child.stdin.end(JSON.stringify(preToolUse()))
    expect(await exitCode).toBe(0)
  })

  it("says it once a session however many fail at the same moment", async () => {
    const runs = await Promise.all(Array.from({ length: 8 }, () => run(stop())))
    expect(runs.filter((each) => each.systemMessage !== undefined)).toHaveLength(1)
    expect(runs.every((each) => each.exitCode === 0)).toBe(true)
    expect(journal()).toHaveLength(8)
  })
})

it("ends with exit code 0 even where an ES module waits for it in vain", async () => {
  const esm = await bundle(HOOK)
  try {
    const code = `require(${JSON.stringify(esm.path)})`
    const script = `import { createRequire } from "node:module"; const require = createRequire("/"); ${code}; await new Promise(() => {})`
    const args = ["--input-type=module", "-e", script]
    const payload = eventPayload("PostToolBatch")
    expect(await runHookExecutable({ command: process.execPath, args, payload })).toMatchObject({
      exitCode: 0,
    })
  } finally {
    esm.remove()
  }
})
