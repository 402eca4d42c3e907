import { describe, expect, it } from "vitest"
import { composeHooks, defineHook, type HookOutput, registrationsOf, runHook } from "../src/index.ts"
import { eventPayload, fakeProcess, memoryJournal, preToolUse, readHookRun, stop } from "../src/testing.ts"

type Run = (event: { name: string }, deps: undefined) => HookOutput | undefined

const hook = (name: string, run: Run, matcher?: string) =>
  defineHook({
    name,
    description: name,
    on: { PreToolUse: { ...(matcher && { matcher }), timeoutSeconds: 3, run } },
  })
const says =
  (additionalContext: string): Run =>
  () => ({ additionalContext })
const denies =
  (reason: string): Run =>
  () => ({ block: true, reason })
const fails: Run = () => {
  throw Object.assign(new Error("it broke"), { code: "EBROKEN" })
}
const about = { name: "both", description: "Both." }

/** Runs hooks composed, and returns what the client reads, with the lines of the log. */
async function run(hooks: Parameters<typeof composeHooks>[0]["hooks"], payload: object = preToolUse()) {
  const process = fakeProcess(payload)
  const journal = memoryJournal()
  await runHook(composeHooks({ ...about, hooks }), {
    process,
    journal,
    createDeps: () => ({ process, journal, make: {} }),
  })
  const { stdout, exitCode = null } = process
  const finished = { stdout, exitCode, stderr: "", signal: null, timedOut: false, durationMs: 0 }
  return { ...readHookRun(finished, "PreToolUse"), log: journal.entries }
}

describe("what is registered", () => {
  const sh = hook("sh", says(""), "Bash")
  const files = hook("files", says(""), "Write|Edit")

  it("is every event once, with the matchers joined and the timeouts added up", () => {
    const end = defineHook({ ...about, on: { Stop: { timeoutSeconds: 1.5, run() {} } } })
    expect(registrationsOf(composeHooks({ ...about, hooks: { sh, end, files } }))).toEqual([
      { event: "PreToolUse", matcher: "Bash|Write|Edit", timeoutSeconds: 6 },
      { event: "Stop", timeoutSeconds: 1.5 },
    ])
  })

  it("has no matcher where one of them has none", () => {
    const [registration] = registrationsOf(composeHooks({ ...about, hooks: { sh, all: hook("all", fails) } }))
    expect(registration).toEqual({ event: "PreToolUse", timeoutSeconds: 6 })
  })
})

describe("what is answered", () => {
  it("is nothing when nobody objects", async () => {
    const ran = await run({ a: hook("a", () => undefined), b: hook("b", () => ({})) })
    expect(ran).toMatchObject({ stdout: "", exitCode: 0, log: [] })
  })

  it("is the first block, with the contexts of all in their order", async () => {
    const hooks = {
      a: hook("a", says("one")),
      b: hook("b", denies("because of b")),
      c: hook("c", denies("because of c")),
      d: hook("d", says("two")),
    }
    const ran = await run(hooks)
    expect(ran).toMatchObject({ blocks: true, reason: "because of b", additionalContext: "one\ntwo" })
  })

  it("comes from those whose own matcher matches, and whose event it is", async () => {
    const hooks = {
      sh: hook("sh", denies("no shell"), "Bash"),
      files: hook("files", says("a file"), "Write"),
    }
    expect(await run(hooks)).toMatchObject({ blocks: false, additionalContext: "a file" })
    expect(await run(hooks, preToolUse({ tool_name: "Bash" }))).toMatchObject({ reason: "no shell" })
    expect(await run(hooks, stop())).toMatchObject({ stdout: "" })
  })
})

describe("a hook that fails", () => {
  it("keeps none of the others from deciding, and is told of", async () => {
    const ran = await run({ broken: hook("broken", fails), b: hook("b", denies("because of b")) })
    expect(ran).toMatchObject({ blocks: true, reason: "because of b", exitCode: 0 })
    expect(ran.systemMessage).toMatch(/^router-gate: broken failed open \(EBROKEN\): it broke\. Nothing/)
    expect(ran.log).toMatchObject([{ level: "error", hook: "broken", event: "PreToolUse", code: "EBROKEN" }])
  })

  it("is told of once, and logged each time", async () => {
    const ran = await run({ a: hook("a", fails), b: hook("b", fails), c: hook("c", says("still here")) })
    expect(ran.systemMessage?.match(/failed open/g)).toHaveLength(1)
    expect(ran.log.map((entry) => entry.hook)).toEqual(["a", "b"])
    expect(ran.additionalContext).toBe("still here")
  })

  it.each([
    ["answers with what is no answer", () => "no" as never, "NOT_AN_OUTPUT"],
    ["answers with what the event cannot carry", () => ({ block: true, reason: "" }) as const, "NO_REASON"],
  ])("is also one that %s", async (_, wrong: Run, code) => {
    const ran = await run({ wrong: hook("wrong", wrong), b: hook("b", denies("because of b")) })
    expect(ran).toMatchObject({ reason: "because of b", log: [{ hook: "wrong", code }] })
  })
})

describe("dependencies", () => {
  const clock = defineHook<{ now: () => number }>({
    ...about,
    on: { PreToolUse: { timeoutSeconds: 3, run: (_, { now }) => ({ additionalContext: `at ${now()}` }) } },
  })
  const path = defineHook<string>({
    ...about,
    on: { Stop: { timeoutSeconds: 3, run: (_, given) => ({ additionalContext: given }) } },
  })
  const composed = composeHooks({ ...about, hooks: { clock, path, plain: hook("plain", says("plain")) } })

  it("are made for the hook that is called, and for no other", async () => {
    const process = fakeProcess(preToolUse())
    const journal = memoryJournal()
    const make = {
      clock: async () => ({ now: () => 7 }),
      path: (): string => {
        throw new Error("nobody asked for it")
      },
    }
    await runHook(composed, { process, journal, createDeps: () => ({ process, journal, make }) })
    expect(JSON.parse(process.stdout).hookSpecificOutput.additionalContext).toBe("at 7\nplain")
    expect(journal.entries).toEqual([])
  })

  it("that cannot be made are a failure of that hook alone", async () => {
    const process = fakeProcess(preToolUse())
    const journal = memoryJournal()
    const make = { clock: () => Promise.reject(new Error("no clock")), path: () => "/x" }
    await runHook(composed, { process, journal, createDeps: () => ({ process, journal, make }) })
    expect(JSON.parse(process.stdout).hookSpecificOutput.additionalContext).toBe("plain")
    expect(journal.entries).toMatchObject([{ message: "no clock" }])
  })

  it("stay quiet where nobody would read it", async () => {
    const end = defineHook({
      ...about,
      on: { SessionEnd: { timeoutSeconds: 1, run: fails as () => undefined } },
    })
    const ran = await run({ end }, eventPayload("SessionEnd", { reason: "other" }))
    expect(ran).toMatchObject({ stdout: "", exitCode: 0, log: [{ event: "SessionEnd" }] })
  })
})
