import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { channelOf, encode, type HookOutput, HookOutputError, isEventName } from "../src/index.ts"
import { readHookRun } from "../src/testing.ts"
import { EVENT_NAMES } from "./event-names.ts"

const block: HookOutput = { block: true, reason: "held" }

describe("encode", () => {
  it.each<[string, HookOutput | undefined]>([
    ["nothing", undefined],
    ["an empty answer", {}],
    ["no block", { block: false }],
    ["empty texts", { systemMessage: "", additionalContext: " \n" }],
    ["texts of which nothing is left", { systemMessage: "\u200B\x07" }],
  ])("prints nothing for %s, never an allow", (_, output) => {
    for (const name of EVENT_NAMES) expect(encode(name, output)).toBe("")
  })

  it.each<[string, HookOutput, object]>([
    [
      "PreToolUse",
      block,
      {
        hookSpecificOutput: {
          hookEventName: "PreToolUse",
          permissionDecision: "deny",
          permissionDecisionReason: "held",
        },
      },
    ],
    [
      "PermissionRequest",
      block,
      {
        hookSpecificOutput: {
          hookEventName: "PermissionRequest",
          decision: { behavior: "deny", message: "held" },
        },
      },
    ],
    ["Stop", block, { decision: "block", reason: "held" }],
    ["PreToolUse", { systemMessage: "look" }, { systemMessage: "look" }],
    ["Novel", { systemMessage: "look" }, { systemMessage: "look" }],
    [
      "SessionStart",
      { additionalContext: "who" },
      { hookSpecificOutput: { hookEventName: "SessionStart", additionalContext: "who" } },
    ],
    [
      "PreToolUse",
      { ...block, systemMessage: "look", additionalContext: "who" },
      {
        systemMessage: "look",
        hookSpecificOutput: {
          hookEventName: "PreToolUse",
          permissionDecision: "deny",
          permissionDecisionReason: "held",
          additionalContext: "who",
        },
      },
    ],
    [
      "PostToolUse",
      { ...block, additionalContext: "who" },
      {
        decision: "block",
        reason: "held",
        hookSpecificOutput: { hookEventName: "PostToolUse", additionalContext: "who" },
      },
    ],
  ])("writes %s", (name, output, expected) => {
    expect(JSON.parse(encode(name, output))).toEqual(expected)
  })

  it("blocks exactly the events that printed JSON can block", () => {
    const blocked = EVENT_NAMES.filter((name) => codeOf(name, block) === undefined)
    expect(blocked).toEqual([
      "PreToolUse",
      "PostToolUse",
      "PostToolUseFailure",
      "PostToolBatch",
      "UserPromptSubmit",
      "UserPromptExpansion",
      "Stop",
      "SubagentStop",
      "PreCompact",
      "PreModelSwitch",
      "PermissionRequest",
      "TaskCreated",
      "ConfigChange",
    ])
    expect(codeOf("SessionEnd", block)).toBe("CANNOT_BLOCK")
    expect(codeOf("Novel", block)).toBe("CANNOT_BLOCK")
  })

  it("gives context exactly where the model gets it", () => {
    const taken = EVENT_NAMES.filter((name) => codeOf(name, { additionalContext: "x" }) === undefined)
    expect(taken).toEqual([
      "PreToolUse",
      "PostToolUse",
      "PostToolUseFailure",
      "PostToolBatch",
      "UserPromptSubmit",
      "UserPromptExpansion",
      "SessionStart",
      "Stop",
      "SubagentStart",
      "SubagentStop",
      "PostModelSwitch",
      "Setup",
    ])
    expect(codeOf("SessionEnd", { additionalContext: "x" })).toBe("NO_CONTEXT")
  })

  it("prints nothing where the client would take it for a path", () => {
    expect(codeOf("WorktreeCreate", { systemMessage: "x" })).toBe("NO_MESSAGE")
  })

  it.each<[string, unknown, string]>([
    ["null", null, "NOT_AN_OUTPUT"],
    ["true", true, "NOT_AN_OUTPUT"],
    ["text", "block", "NOT_AN_OUTPUT"],
    ["a block that is no boolean", { block: "yes", reason: "x" }, "NOT_AN_OUTPUT"],
    ["a reason that is no string", { block: true, reason: 7 }, "NOT_AN_OUTPUT"],
    ["a message that is no string", { systemMessage: {} }, "NOT_AN_OUTPUT"],
    ["a block without a reason", { block: true }, "NO_REASON"],
    ["a block with a blank reason", { block: true, reason: "\u200B \n" }, "NO_REASON"],
  ])("refuses %s", (_, output, code) => {
    expect(codeOf("PreToolUse", output as HookOutput)).toBe(code)
  })

  it("cleans and bounds every text", () => {
    const long = `\x1b${"x".repeat(20_000)}`
    const wire = JSON.parse(
      encode("Stop", { block: true, reason: long, systemMessage: long, additionalContext: long }),
    )
    const texts = [wire.reason, wire.systemMessage, wire.hookSpecificOutput.additionalContext]
    expect(texts.map((text: string) => text.length)).toEqual([10_000, 2_000, 10_000])
    expect(JSON.stringify(wire)).not.toContain("\\u001b")
  })

  it("is read by the client's rules, whatever it is asked to say", () => {
    const maybe = fc.option(fc.string({ unit: "binary" }), { nil: undefined })
    const output = fc.record({
      block: fc.constantFrom(true, false, undefined),
      reason: maybe,
      systemMessage: maybe,
      additionalContext: maybe,
    })
    fc.assert(
      fc.property(fc.constantFrom(...EVENT_NAMES, "Novel"), output, (name, given) => {
        let stdout: string
        try {
          stdout = encode(name, given as HookOutput)
        } catch (error) {
          expect(error).toBeInstanceOf(HookOutputError)
          return
        }
        const done = { exitCode: 0, signal: null, timedOut: false, stderr: "", durationMs: 0 }
        const run = readHookRun({ ...done, stdout }, name)
        expect(run.output === null).toBe(stdout === "")
        expect(run.blocks).toBe(given.block === true)
        expect(run.decision).toBe(given.block === true ? "deny" : "none")
      }),
      { numRuns: 1000 },
    )
  })
})

describe("channelOf", () => {
  it("knows every event", () => {
    expect(EVENT_NAMES).toHaveLength(33)
    expect(EVENT_NAMES.filter((name) => !isEventName(name))).toEqual([])
  })

  it.each(["Novel", "toString", "__proto__", ""])("takes %j for unknown", (name) => {
    expect(isEventName(name)).toBe(false)
    expect(channelOf(name)).toEqual({ block: null, context: false, message: "user" })
  })
})

function codeOf(name: string, output: HookOutput): string | undefined {
  try {
    encode(name, output)
    return undefined
  } catch (error) {
    return (error as HookOutputError).code
  }
}
