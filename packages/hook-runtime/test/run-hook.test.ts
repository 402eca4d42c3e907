import { describe, expect, it } from "vitest"
import {
  defineHook,
  type HookDefinition,
  HookInputError,
  type HookOutput,
  type HookProcess,
  type Journal,
  runHook,
} from "../src/index.ts"
import {
  eventPayload,
  type FakeProcess,
  fakeProcess,
  memoryJournal,
  preToolUse,
  readHookRun,
  sessionEnd,
  stop,
} from "../src/testing.ts"

type Run = () => HookOutput | undefined | Promise<HookOutput | undefined>

/** A hook that answers everything with `run`, also with what plain JavaScript could answer and types refuse. */
function hookThat(run: Run): HookDefinition {
  const handler = { timeoutSeconds: 3, run: run as () => undefined }
  return defineHook({
    name: "sample",
    description: "A sample.",
    on: { PreToolUse: handler, Stop: handler, SessionEnd: handler, TaskCompleted: handler },
  })
}

const deny: Run = () => ({ block: true, reason: "held" })
const boom = Object.assign(new Error("cannot read the lock."), { code: "EACCES", path: "/locks/x" })
const fail = (): never => {
  throw boom
}

function read(process: FakeProcess) {
  const done = {
    exitCode: process.exitCode ?? null,
    signal: null,
    timedOut: false,
    stderr: "",
    durationMs: 0,
  }
  return readHookRun({ ...done, stdout: process.stdout })
}

describe("runHook", () => {
  it.each<[string, Run, string]>([
    ["a block", deny, "deny"],
    ["a block that comes later", async () => ({ block: true, reason: "held" }), "deny"],
    ["a decision not to block", () => ({ block: false }), "none"],
    ["nothing", () => undefined, "none"],
  ])("gives the answer: %s", async (_, run, decision) => {
    const process = fakeProcess(preToolUse())
    const journal = memoryJournal()
    await runHook(hookThat(run), { process, journal })
    expect(read(process)).toMatchObject({ decision, blocks: decision === "deny", exitCode: 0 })
    expect(process.stdout).toMatch(decision === "none" ? /^$/ : /^\{.*\}\n$/)
    expect(journal.entries).toEqual([])
  })

  it("hands the event and the dependencies to the handler", async () => {
    const process = fakeProcess(stop({ session_id: "s1" }), { env: { WHO: "me" } })
    const seen: unknown[] = []
    const hook = defineHook<{ who: string | undefined }>({
      name: "sample",
      description: "",
      on: { Stop: { timeoutSeconds: 1, run: (event, deps) => void seen.push(event.sessionId, deps) } },
    })
    const createDeps = async ({ env }: HookProcess) => ({ who: env.WHO })
    await runHook(hook, { process, journal: memoryJournal(), createDeps })
    expect(seen).toEqual(["s1", { who: "me" }])
  })

  it.each([
    ["the off switch", preToolUse(), { env: { ROUTER_GATE: "0" }, readStdin: fail }],
    ["an event without a handler", eventPayload("CwdChanged"), {}],
    ["an event named like what every object has", eventPayload("toString"), {}],
  ])("stays out of the way: %s", async (_, payload, overrides) => {
    const process = fakeProcess(payload, overrides)
    const journal = memoryJournal()
    await runHook(hookThat(deny), { process, journal, createDeps: fail })
    expect(process).toMatchObject({ stdout: "", exitCode: 0 })
    expect(journal.entries.filter((entry) => entry.level === "error")).toEqual([])
  })

  it("has an off switch that can be replaced", async () => {
    const process = fakeProcess(preToolUse(), { env: { ROUTER_GATE: "0" } })
    await runHook(hookThat(deny), { process, journal: memoryJournal(), isOff: () => false })
    expect(read(process).blocks).toBe(true)
  })

  it("writes an unknown event down, and says nothing", async () => {
    const process = fakeProcess(eventPayload("Novel", { session_id: "s1" }))
    const journal = memoryJournal()
    await runHook(hookThat(deny), { process, journal })
    expect(process).toMatchObject({ stdout: "", exitCode: 0 })
    expect(journal.entries).toEqual([
      { level: "info", hook: "sample", event: "Novel", sessionId: "s1", message: "unknown event" },
    ])
  })
})

interface Failing {
  payload?: object | string
  run?: Run
  process?: Partial<HookProcess>
  journal?: Partial<Journal>
  createDeps?: () => undefined
  isOff?: () => boolean
}

const evil = new Proxy({}, { get: fail, has: fail, getPrototypeOf: fail })

describe("fails open, visibly, when this throws:", () => {
  it.each<[string, Failing, string | null]>([
    ["readStdin", { process: { readStdin: fail } }, "EACCES"],
    ["parseEvent: nothing", { payload: "" }, "STDIN_EMPTY"],
    ["parseEvent: cut short", { payload: '{"hook_event_name":"PreToolUse","to' }, "STDIN_NOT_JSON"],
    ["parseEvent: no event", { payload: [] }, "STDIN_NOT_AN_EVENT"],
    ["isOff", { isOff: fail }, "EACCES"],
    ["onStray", { process: { onStray: fail } }, "EACCES"],
    ["createDeps", { createDeps: fail }, "EACCES"],
    ["the handler", { run: fail }, "EACCES"],
    ["the handler, later", { run: async () => fail() }, "EACCES"],
    ["the handler: no error at all", { run: () => Promise.reject(undefined) }, "UNKNOWN"],
    ["the handler: text", { run: () => Promise.reject("text") }, "UNKNOWN"],
    ["the handler: what cannot be read", { run: () => Promise.reject(evil) }, "UNKNOWN"],
    ["the handler: an error without a code", { run: () => Promise.reject(new TypeError("x")) }, "TypeError"],
    ["encode: cannot block", { payload: eventPayload("TaskCompleted"), run: deny }, "CANNOT_BLOCK"],
    ["encode: no output", { run: () => "deny" as HookOutput }, "NOT_AN_OUTPUT"],
    ["encode: a block without a reason", { run: () => ({ block: true }) as HookOutput }, "NO_REASON"],
    ["writeStdout", { run: deny, process: { writeStdout: fail } }, null],
    ["journal.log", { run: fail, journal: { log: fail } }, "EACCES"],
    ["journal.firstTime", { run: fail, journal: { firstTime: fail } }, "EACCES"],
    ["setExitCode", { run: deny, process: { setExitCode: fail } }, "EACCES"],
    [
      "everything",
      { process: { readStdin: fail, writeStdout: fail }, journal: { log: fail, firstTime: fail } },
      null,
    ],
  ])("%s", async (_, failing, code) => {
    const process = fakeProcess(failing.payload ?? preToolUse(), failing.process)
    const journal = memoryJournal()
    await runHook(hookThat(failing.run ?? (() => undefined)), {
      ...failing,
      process,
      journal: { ...journal, ...failing.journal },
    })
    const { blocks, systemMessage, output } = read(process)
    expect(blocks).toBe(false)
    expect(process.exitCode ?? 0).toBe(0)
    if (code === null) expect(output).toBeNull()
    else expect(systemMessage).toMatch(`router-gate: sample failed open (${code}): `)
    if (failing.journal?.log === undefined && code !== null) {
      expect(journal.entries).toMatchObject([{ level: "error", hook: "sample", code }])
    }
  })

  it("with the exact words", async () => {
    const process = fakeProcess(preToolUse())
    await runHook(hookThat(fail), { process, journal: memoryJournal() })
    expect(process.stdout).toBe(
      `{"systemMessage":"router-gate: sample failed open (EACCES): cannot read the lock. Nothing was blocked. Details: /state/log.jsonl"}\n`,
    )
  })

  it("with everything that is known in the journal", async () => {
    const journal = memoryJournal()
    const error = Object.assign(new Error("no", { cause: boom }), { path: "/p" })
    await runHook(
      hookThat(() => Promise.reject(error)),
      { process: fakeProcess(preToolUse()), journal },
    )
    expect(journal.entries).toMatchObject([
      {
        event: "PreToolUse",
        code: "Error",
        message: "no",
        path: "/p",
        cause: "cannot read the lock.",
        stack: expect.stringContaining("run-hook.test"),
      },
    ])
  })

  it("once a session, and in the journal every time", async () => {
    const journal = memoryJournal()
    const said: string[] = []
    for (const session of ["a", "a", "b", "a"]) {
      const process = fakeProcess(preToolUse({ session_id: session }))
      await runHook(hookThat(fail), { process, journal })
      said.push(process.stdout === "" ? "" : session)
    }
    expect(said).toEqual(["a", "", "b", ""])
    expect(journal.entries).toHaveLength(4)
  })

  it("not where nobody would see it, which keeps the once for where somebody does", async () => {
    const journal = memoryJournal()
    const atEnd = fakeProcess(sessionEnd())
    await runHook(hookThat(fail), { process: atEnd, journal })
    expect(atEnd.stdout).toBe("")
    const cutShort = fakeProcess('{"hook_event_name":"WorktreeCreate","na')
    await runHook(hookThat(fail), { process: cutShort, journal })
    expect(cutShort.stdout).toBe("")
    const before = fakeProcess(preToolUse())
    await runHook(hookThat(fail), { process: before, journal })
    expect(before.stdout).toContain("failed open")
    expect(journal.entries).toHaveLength(3)
  })

  it("never with terminal escapes that came with an error", async () => {
    const process = fakeProcess(preToolUse())
    const error = Object.assign(new Error("\x1b[2J\u202Eowner\nof it"), { code: "\x1bX" })
    await runHook(
      hookThat(() => Promise.reject(error)),
      { process, journal: memoryJournal() },
    )
    expect(read(process).systemMessage).toContain("(X): [2Jowner of it. Nothing was blocked.")
  })

  it.each<[string, string, Record<string, string>, string]>([
    ["the event", JSON.stringify(preToolUse({ session_id: "s1" })), { CLAUDE_CODE_SESSION_ID: "s2" }, "s1"],
    ["the environment", '{"session_id":"s3",', { CLAUDE_CODE_SESSION_ID: "s2" }, "s2"],
    ["what is left of stdin", '{"x":"\\"session_id\\":\\"no\\"","session_id" : "s3","cwd":"/w', {}, "s3"],
    ["the parent process", "garbage", { CLAUDE_CODE_SESSION_ID: "" }, "ppid-4241"],
  ])("for the session named by %s", async (_, stdin, env, sessionId) => {
    const journal = memoryJournal()
    await runHook(hookThat(fail), { process: fakeProcess(stdin, { env }), journal })
    expect(journal.entries).toMatchObject([{ sessionId }])
    expect([...journal.notices]).toEqual([JSON.stringify([sessionId, "failed-open"])])
  })

  it("for the session named by the beginning of an event that was too large", async () => {
    const journal = memoryJournal()
    const head = JSON.stringify(preToolUse({ session_id: "s4" })).slice(0, 500)
    const readStdin = () => {
      throw new HookInputError("STDIN_TOO_LARGE", "too large", { head })
    }
    await runHook(hookThat(deny), { process: fakeProcess("", { readStdin }), journal })
    expect(journal.entries).toMatchObject([{ sessionId: "s4", event: "PreToolUse", code: "STDIN_TOO_LARGE" }])
    expect(journal.entries[0]).not.toHaveProperty("head")
  })
})

describe("an error that nobody waits for", () => {
  it("after the answer: does not spoil it", async () => {
    const process = fakeProcess(preToolUse())
    const journal = memoryJournal()
    await runHook(hookThat(deny), { process, journal })
    process.exitCode = 1
    process.stray(boom)
    expect(read(process)).toMatchObject({ blocks: true, exitCode: 0 })
    expect(journal.entries).toMatchObject([{ code: "EACCES" }])
  })

  it("before the answer: nothing was blocked, as it says", async () => {
    const process = fakeProcess(preToolUse())
    const strayThenDeny: Run = async () => {
      process.stray(boom)
      return { block: true, reason: "held" }
    }
    await runHook(hookThat(strayThenDeny), { process, journal: memoryJournal() })
    expect(read(process)).toMatchObject({ blocks: false, exitCode: 0 })
    expect(read(process).systemMessage).toContain("Nothing was blocked.")
  })
})
