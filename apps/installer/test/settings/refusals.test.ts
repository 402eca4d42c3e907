import { describe, expect, it } from "vitest"
import { ownHandlers } from "../../src/settings/own-handlers.ts"
import { planInstall, planUninstall } from "../../src/settings/plan-settings.ts"
import { fixtureGroups } from "../fixture-hook.ts"

const isOwn = ownHandlers(["test-hook"])
const inGroup = (handler: string) => `{"hooks":{"Stop":[{"hooks":[${handler}]}]}}`

type Row = [name: string, text: string, code: string, place: string, cause: RegExp]
const REFUSED: Row[] = [
  ["a line comment", `{\n  // mine\n  "a": 1\n}`, "SETTINGS_NOT_JSON", "2:3", /a comment/],
  ["a block comment", `{ /* mine */ }`, "SETTINGS_NOT_JSON", "1:3", /a comment/],
  ["a trailing comma in an object", `{\n  "a": 1,\n}`, "SETTINGS_NOT_JSON", "3:1", /trailing comma/],
  ["a trailing comma in an array", `{"a":[1, ]}`, "SETTINGS_NOT_JSON", "1:10", /trailing comma/],
  ["an unquoted key", `{a: 1}`, "SETTINGS_NOT_JSON", "1:2", /./],
  ["a single quote", `{'a': 1}`, "SETTINGS_NOT_JSON", "1:2", /./],
  ["half a file", `{"hooks": {"Stop": [`, "SETTINGS_NOT_JSON", "1:21", /./],
  ["two values", `{} {}`, "SETTINGS_NOT_JSON", "1:4", /goes on/],
  ["NaN", `{"a": NaN}`, "SETTINGS_NOT_JSON", "1:7", /./],
  ["a number with a leading zero", `{"a": 01}`, "SETTINGS_NOT_JSON", "1:8", /./],
  ["a control character in a string", `{"a": "\u0001"}`, "SETTINGS_NOT_JSON", "1:7", /control character/],
  ["a no-break space", `{\u00A0}`, "SETTINGS_NOT_JSON", "1:2", /./],
  ["merge conflict marks", `{\n<<<<<<< HEAD\n}`, "SETTINGS_NOT_JSON", "2:1", /./],
  ["an array as the file", `[]`, "SETTINGS_SHAPE", "1:1", /an array, not an object/],
  ["null as the file", `null`, "SETTINGS_SHAPE", "1:1", /null, not an object/],
  ["a string as the file", `"x"`, "SETTINGS_SHAPE", "1:1", /a string, not an object/],
  [
    "hooks twice",
    `{"hooks":{},\n"hooks":{}}`,
    "SETTINGS_DUPLICATE_KEY",
    "2:1",
    /"hooks" occurs twice in the file/,
  ],
  ["another key twice", `{"a":1,"a":1}`, "SETTINGS_DUPLICATE_KEY", "1:8", /"a" occurs twice/],
  [
    "a key twice, once escaped",
    `{"hooks":{},"\\u0068ooks":{}}`,
    "SETTINGS_DUPLICATE_KEY",
    "1:13",
    /"hooks" occurs twice/,
  ],
  [
    "an event twice",
    `{"hooks":{"Stop":[],"Stop":[]}}`,
    "SETTINGS_DUPLICATE_KEY",
    "1:21",
    /"Stop" occurs twice in "hooks"/,
  ],
  [
    "a group's key twice",
    `{"hooks":{"Stop":[{"hooks":[],"hooks":[]}]}}`,
    "SETTINGS_DUPLICATE_KEY",
    "1:31",
    /hooks\.Stop\[0\]/,
  ],
  ["hooks: null", `{"hooks":null}`, "SETTINGS_SHAPE", "1:10", /"hooks" is null, not an object/],
  ["hooks: []", `{"hooks":[]}`, "SETTINGS_SHAPE", "1:10", /"hooks" is an array, not an object/],
  [
    "an event that is an object",
    `{"hooks":{"Stop":{}}}`,
    "SETTINGS_SHAPE",
    "1:18",
    /"hooks\.Stop" is an object, not an array/,
  ],
  [
    "a group that is a string",
    `{"hooks":{"Stop":["x"]}}`,
    "SETTINGS_SHAPE",
    "1:19",
    /"hooks\.Stop\[0\]" is a string/,
  ],
  [
    "a group without hooks",
    `{"hooks":{"Stop":[{"matcher":""}]}}`,
    "SETTINGS_SHAPE",
    "1:19",
    /has no array "hooks"/,
  ],
  [
    "a group whose hooks are an object",
    `{"hooks":{"Stop":[{"hooks":{}}]}}`,
    "SETTINGS_SHAPE",
    "1:28",
    /not an array/,
  ],
  [
    "an object as matcher",
    `{"hooks":{"Stop":[{"matcher":{},"hooks":[]}]}}`,
    "SETTINGS_SHAPE",
    "1:30",
    /matcher" is an object/,
  ],
  ["a handler that is a string", inGroup(`"x"`), "SETTINGS_SHAPE", "1:29", /hooks\[0\]" is a string/],
  ["a handler without a type", inGroup(`{"command":"x"}`), "SETTINGS_SHAPE", "1:29", /has no "type"/],
  [
    "an unknown type",
    inGroup(`{"type":"shell","command":"x"}`),
    "SETTINGS_SHAPE",
    "1:37",
    /none of command, http/,
  ],
  ["a type from Object.prototype", inGroup(`{"type":"constructor"}`), "SETTINGS_SHAPE", "1:37", /none of/],
  ["no command", inGroup(`{"type":"command"}`), "SETTINGS_SHAPE", "1:29", /has no "command"/],
  [
    "a number as command",
    inGroup(`{"type":"command","command":7}`),
    "SETTINGS_SHAPE",
    "1:57",
    /not a string/,
  ],
  [
    "a negative timeout",
    inGroup(`{"type":"command","command":"x","timeout":-1}`),
    "SETTINGS_SHAPE",
    "1:71",
    /above 0/,
  ],
  [
    "a timeout in quotes",
    inGroup(`{"type":"command","command":"x","timeout":"5"}`),
    "SETTINGS_SHAPE",
    "1:71",
    /above 0/,
  ],
  [
    "a bogus onFailure",
    inGroup(`{"type":"command","command":"x","onFailure":"x"}`),
    "SETTINGS_SHAPE",
    "1:73",
    /"continue" or "block"/,
  ],
  [
    "args that are a string",
    inGroup(`{"type":"command","command":"x","args":"y"}`),
    "SETTINGS_SHAPE",
    "1:68",
    /array of strings/,
  ],
  ["over 2 MiB", `{"a":"${"x".repeat(2 * 1024 * 1024)}"}`, "SETTINGS_TOO_LARGE", "1:1", /2 MiB/],
  [
    "nested too deeply",
    `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`,
    "SETTINGS_TOO_DEEP",
    "1:1",
    /nested/,
  ],
]

describe("what is refused, with its place and cause", () => {
  it.each(REFUSED)("%s", (_name, text, code, place, cause) => {
    const plan = planInstall(text, fixtureGroups(), isOwn)
    if (plan.ok) throw new Error("was not refused")
    expect(plan.problem.code).toBe(code)
    expect(`${plan.problem.line}:${plan.problem.column}`).toBe(place)
    expect(plan.problem.cause).toMatch(cause)
    // Who wants us gone is not told to put other people's values right first.
    if (code === "SETTINGS_SHAPE") expect(planUninstall(text, isOwn)).toEqual({ ok: true, base: text })
    else
      expect(planUninstall(text, isOwn)).toMatchObject({
        ok: false,
        problem: { code, cause: plan.problem.cause },
      })
  })

  const SHAPES = REFUSED.filter(([, text, code]) => code === "SETTINGS_SHAPE" && /"hooks":\{/.test(text))
  it.each(SHAPES)("uninstall goes around %s", (_name, text) => {
    const before = JSON.parse(text)
    const [wanted] = fixtureGroups()
    if (!wanted) throw new Error("no group")
    const ours = { hooks: [wanted.handler] }
    const stop = Array.isArray(before.hooks.Stop) ? [...before.hooks.Stop, ours] : before.hooks.Stop
    const all = { hooks: { ...before.hooks, Stop: stop, Ours: [ours] } }
    const plan = planUninstall(JSON.stringify(all, null, 2), isOwn)
    if (!plan.ok) throw new Error(plan.problem.cause)
    expect(JSON.parse(String(plan.base))).toEqual(before)
  })

  it("counts lines by LF, CRLF and CR", () => {
    const plan = planInstall(`{\r\n"a": 1,\r"b": 2,\n"c": x}`, fixtureGroups(), isOwn)
    expect(plan).toMatchObject({ ok: false, problem: { line: 4, column: 6 } })
  })
})

const ACCEPTED: [name: string, text: string][] = [
  ["an unknown event", `{"hooks":{"Whatever":[]}}`],
  [
    "unknown keys anywhere",
    `{"zz":1,"hooks":{"Stop":[{"zz":1,"hooks":[{"type":"command","command":"x","zz":1}]}]}}`,
  ],
  [
    "a bad regular expression, which drops only its own group",
    `{"hooks":{"Stop":[{"matcher":"(","hooks":[]}]}}`,
  ],
  [
    "every kind of handler",
    `{"hooks":{"Stop":[{"hooks":[{"type":"http","url":"x"},{"type":"mcp_tool","server":"a","tool":"b"},{"type":"prompt","prompt":"x"},{"type":"agent","prompt":"x"}]}]}}`,
  ],
  [
    "every optional field",
    inGroup(
      `{"type":"command","command":"","timeout":0.5,"args":[],"shell":"bash","if":"x","statusMessage":"s","onFailure":"block","async":true,"asyncRewake":false,"once":true}`,
    ),
  ],
  ["a duplicate key deep in somebody else's value", `{"env":{"A":"1","A":"2"}}`],
]

describe("what is not ours to refuse", () => {
  it.each(ACCEPTED)("%s", (_name, text) => {
    expect(planInstall(text, fixtureGroups(), isOwn)).toMatchObject({ ok: true })
  })
})
