import { describe, expect, it, test } from "vitest"
import { type KnownEvent, parseEvent } from "../src/index.ts"
import { matches, unionOfMatchers } from "../src/matcher.ts"
import { eventPayload, preToolUse, sessionStart, stop } from "../src/testing.ts"

const event = (payload: object) => parseEvent(JSON.stringify(payload)) as KnownEvent
const call = (tool_name: string) => event(preToolUse({ tool_name }))

// As the client does it, 2.1.330.
test.each([
  [undefined, "Bash", true],
  ["", "Bash", true],
  ["*", "Bash", true],
  ["Bash", "Bash", true],
  ["bash", "Bash", false],
  ["Write|Edit", "Edit", true],
  ["Edit, Write", "Write", true],
  ["Notebook", "NotebookEdit", false],
  ["^Notebook", "NotebookEdit", true],
  ["Edit.*", "NotebookEdit", true],
  ["mcp__srv", "mcp__srv__write", false],
  ["mcp__srv__.*", "mcp__srv__write", true],
  ["Task", "Agent", true],
  ["Agent", "Task", false],
])("the matcher %j, the tool %s: %s", (matcher, tool, expected) => {
  expect(matches(matcher, call(tool))).toBe(expected)
})

test.each([
  [sessionStart({ source: "clear" }), "clear", true],
  [sessionStart({ source: "clear" }), "startup|resume", false],
  [eventPayload("FileChanged", { file_path: "/ws/a/.env", event: "change" }), "^\\.env$", true],
  [eventPayload("Notification", { message: "m", notification_type: "idle_prompt" }), "idle_prompt", true],
  // Nothing to compare with: the client calls every handler.
  [stop(), "whatever", true],
])("on other events: %j", (payload, matcher, expected) => {
  expect(matches(matcher, event(payload))).toBe(expected)
})

describe("unionOfMatchers", () => {
  test.each([
    [["Write|Edit", "Edit, Bash"], "Write|Edit|Bash"],
    [["Write", undefined], undefined],
    [["Write", "*"], undefined],
    [["Write|Edit", "mcp__.*"], "^(?:Write|Edit)$|(?:mcp__.*)"],
    [["a|^b", "c+"], "(?:a|^b)|(?:c+)"],
  ])("%j: %s", (matchers, expected) => {
    expect(unionOfMatchers(matchers)).toBe(expected)
  })

  it("matches what one of them does, and nothing else", () => {
    const matchers = ["Write|Edit", "Task", "mcp__fs__.*", "^Notebook", undefined, "*", "Bash(", "e$"]
    const tools = ["Write", "Edit", "Agent", "Task", "mcp__fs__write", "NotebookEdit", "Bash", "Rewrite"]
    for (const a of matchers.filter((each) => each !== "Bash("))
      for (const b of matchers.filter((each) => each !== "Bash("))
        for (const tool of tools) {
          const either = matches(a, call(tool)) || matches(b, call(tool))
          expect([a, b, tool, matches(unionOfMatchers([a, b]), call(tool))]).toEqual([a, b, tool, either])
        }
  })

  it("refuses what the client would drop without a word", () => {
    expect(() => unionOfMatchers(["Write", "Bash("])).toThrow(SyntaxError)
  })
})
