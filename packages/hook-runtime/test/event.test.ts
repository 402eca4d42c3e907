import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { HookInputError, parseEvent } from "../src/index.ts"
import * as payloads from "../src/testing/payloads.ts"

const parse = (value: unknown) => parseEvent(JSON.stringify(value))
const call = { tool_name: "Write", tool_input: { file_path: "/ws/a" } }

describe("parseEvent", () => {
  it("turns the client's keys into camelCase and leaves values as they are on the wire", () => {
    const task = { id: "a33c", type: "subagent", status: "running", agent_type: "general-purpose" }
    expect(parse(payloads.stop({ background_tasks: [task], session_id: "s" }))).toEqual({
      name: "Stop",
      sessionId: "s",
      transcriptPath: "/home/dev/.claude/projects/-ws/s.jsonl",
      cwd: "/ws",
      promptId: "169c1d3e-6a3b-4b0e-8a53-7d1f2b3c4d5e",
      permissionMode: "default",
      effort: { level: "medium" },
      stopHookActive: false,
      lastAssistantMessage: "all done",
      backgroundTasks: [task],
      sessionCrons: [],
    })
  })

  it.each(Object.entries(payloads).filter(([name]) => name !== "eventPayload"))(
    "reads what %s makes",
    (_, make) => {
      const payload = (make as typeof payloads.stop)()
      expect(parse(payload)).toMatchObject({ name: payload.hook_event_name, cwd: "/ws" })
    },
  )

  it.each<[string, object, object]>([
    ["unknown events", { hook_event_name: "Novel", a_b: 1 }, { name: "other", eventName: "Novel", aB: 1 }],
    [
      "unknown fields",
      { ...call, hook_event_name: "PreToolUse", scratchpad_dir: "/x" },
      { scratchpadDir: "/x" },
    ],
    [
      "event names that objects have",
      { hook_event_name: "constructor" },
      { name: "other", eventName: "constructor" },
    ],
    ["digits", { hook_event_name: "X", wait_5_ms: 1 }, { wait5Ms: 1 }],
    ["leading underscores", { hook_event_name: "X", _private: 1, __a_b: 2 }, { _private: 1, __aB: 2 }],
    ["a field called name", { hook_event_name: "WorktreeCreate", name: "wt1" }, { givenName: "wt1" }],
    ["a camelCase rival before", { hook_event_name: "X", aB: "camel", a_b: "snake" }, { aB: "snake" }],
    ["a camelCase rival after", { hook_event_name: "X", a_b: "snake", aB: "camel" }, { aB: "snake" }],
    ["nested keys", { hook_event_name: "X", a_b: { c_d: [{ e_f: 1 }] } }, { aB: { c_d: [{ e_f: 1 }] } }],
    [
      "tool_input that is an array",
      { ...call, hook_event_name: "PreToolUse", tool_input: [] },
      { toolInput: {} },
    ],
    ["tool_input that is absent", { hook_event_name: "PostToolUse", tool_name: "X" }, { toolInput: {} }],
  ])("handles %s", (_, wire, expected) => {
    expect(parse(wire)).toMatchObject(expected)
  })

  it.each([
    "session_id",
    "cwd",
    "transcript_path",
    "prompt_id",
    "permission_mode",
    "agent_id",
    "agent_type",
    "effort",
  ])("treats a %s of the wrong type as absent", (key) => {
    for (const wrong of [7, null, true, ["x"]]) {
      expect(Object.keys(parse({ hook_event_name: "Stop", [key]: wrong }))).toEqual(["name"])
    }
  })

  it("keeps a key called __proto__ a key", () => {
    const event = parseEvent('{"hook_event_name":"X","__proto__":{"polluted":true}}')
    expect(Object.getPrototypeOf(event)).toBe(Object.prototype)
    expect("polluted" in event).toBe(false)
    expect(Object.hasOwn(event, "__proto__")).toBe(true)
  })

  it("tolerates a byte order mark", () => {
    expect(parseEvent('\uFEFF{"hook_event_name":"Stop"}')).toEqual({ name: "Stop" })
  })

  it.each<[string, string, string]>([
    ["nothing", "", "STDIN_EMPTY"],
    ["only space", " \n\t", "STDIN_EMPTY"],
    ["only a byte order mark", "\uFEFF", "STDIN_EMPTY"],
    ["text", "hello", "STDIN_NOT_JSON"],
    ["an event cut short", JSON.stringify(payloads.preToolUse()).slice(0, 200), "STDIN_NOT_JSON"],
    ["two events", '{"hook_event_name":"Stop"}\n{"hook_event_name":"Stop"}', "STDIN_NOT_JSON"],
    ["deep nesting", `${"[".repeat(200_000)}`, "STDIN_NOT_JSON"],
    ["null", "null", "STDIN_NOT_AN_EVENT"],
    ["a string", '"Stop"', "STDIN_NOT_AN_EVENT"],
    ["an array", "[]", "STDIN_NOT_AN_EVENT"],
    ["an object without a name", "{}", "STDIN_NOT_AN_EVENT"],
    ["a name that is no string", '{"hook_event_name":7}', "STDIN_NOT_AN_EVENT"],
    ["PreToolUse without a tool", '{"hook_event_name":"PreToolUse"}', "STDIN_NOT_AN_EVENT"],
    ["PostToolUse with an odd tool", '{"hook_event_name":"PostToolUse","tool_name":1}', "STDIN_NOT_AN_EVENT"],
    ["PostToolUseFailure without a tool", '{"hook_event_name":"PostToolUseFailure"}', "STDIN_NOT_AN_EVENT"],
  ])("refuses %s", (_, text, code) => {
    expect(() => parseEvent(text)).toThrow(expect.objectContaining({ name: "HookInputError", code }))
  })

  it("hands on the text and the cause", () => {
    const error = thrownBy(() => parseEvent('{"session_id":"s1",'))
    expect(error).toMatchObject({ head: '{"session_id":"s1",', cause: expect.any(SyntaxError) })
  })

  it("never throws anything but HookInputError", () => {
    const key = fc.oneof(
      fc.constantFrom("hook_event_name", "tool_name", "tool_input", "session_id", "__proto__"),
      fc.string(),
    )
    const name = fc.constantFrom("PreToolUse", "Stop", "constructor", "toString", "Novel")
    const object = fc.dictionary(key, fc.oneof(fc.jsonValue(), name)).map((value) => JSON.stringify(value))
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), object), (text) => {
        try {
          expect(typeof parseEvent(text).name).toBe("string")
        } catch (error) {
          expect(error).toBeInstanceOf(HookInputError)
        }
      }),
      { numRuns: 500 },
    )
  })
})

function thrownBy(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error("nothing was thrown")
}
