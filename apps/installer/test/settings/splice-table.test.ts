import { describe, expect, it } from "vitest"
import { ownHandlers } from "../../src/settings/own-handlers.ts"
import { planInstall, planUninstall, type SettingsPlan } from "../../src/settings/plan-settings.ts"
import { fixtureGroups, LAUNCHER } from "../fixture-hook.ts"

const isOwn = ownHandlers(["test-hook"])
const stop = fixtureGroups().filter((one) => one.event === "Stop")
const handler = `{ "type": "command", "command": "${LAUNCHER}", "args": [], "timeout": 3 }`
const compact = handler.replaceAll(/([{,:]) /g, "$1").replace(" }", "}")

/** What `{ "Stop": [ours] }` looks like over several lines. */
function block(unit: string, indent: string, eol = "\n"): string {
  const lines = [
    `{`,
    `${unit}"hooks": [`,
    `${unit.repeat(2)}{`,
    `${unit.repeat(3)}"type": "command",`,
    `${unit.repeat(3)}"command": "${LAUNCHER}",`,
    `${unit.repeat(3)}"args": [],`,
    `${unit.repeat(3)}"timeout": 3`,
    `${unit.repeat(2)}}`,
    `${unit}]`,
    `}`,
  ]
  return lines.join(eol + indent)
}

const CASES: { name: string; before: string | null; after: string }[] = [
  {
    name: "no file",
    before: null,
    after: `{\n  "hooks": {\n    "Stop": [\n      ${block("  ", "      ")}\n    ]\n  }\n}\n`,
  },
  {
    name: "an empty file, which the client rejects",
    before: "",
    after: `{\n  "hooks": {\n    "Stop": [\n      ${block("  ", "      ")}\n    ]\n  }\n}\n`,
  },
  {
    name: "{} without a final newline",
    before: "{}",
    after: `{\n  "hooks": {\n    "Stop": [\n      ${block("  ", "      ")}\n    ]\n  }\n}`,
  },
  {
    name: "2 spaces, other settings",
    before: `{\n  "model": "opus",\n  "env": {\n    "A": "1"\n  }\n}\n`,
    after: `{\n  "model": "opus",\n  "env": {\n    "A": "1"\n  },\n  "hooks": {\n    "Stop": [\n      ${block("  ", "      ")}\n    ]\n  }\n}\n`,
  },
  {
    name: "4 spaces",
    before: `{\n    "model": "opus"\n}`,
    after: `{\n    "model": "opus",\n    "hooks": {\n        "Stop": [\n            ${block("    ", "            ")}\n        ]\n    }\n}`,
  },
  {
    name: "12 spaces, more than JSON.stringify can",
    before: `{\n${" ".repeat(12)}"model": "opus"\n}`,
    after: `{\n${" ".repeat(12)}"model": "opus",\n${" ".repeat(12)}"hooks": {\n${" ".repeat(24)}"Stop": [\n${" ".repeat(36)}${block(" ".repeat(12), " ".repeat(36))}\n${" ".repeat(24)}]\n${" ".repeat(12)}}\n}`,
  },
  {
    name: "tabs and a foreign group for the same event",
    before: `{\n\t"hooks": {\n\t\t"Stop": [\n\t\t\t{\n\t\t\t\t"hooks": []\n\t\t\t}\n\t\t]\n\t}\n}\n`,
    after: `{\n\t"hooks": {\n\t\t"Stop": [\n\t\t\t{\n\t\t\t\t"hooks": []\n\t\t\t},\n\t\t\t${block("\t", "\t\t\t")}\n\t\t]\n\t}\n}\n`,
  },
  {
    name: "CRLF",
    before: `{\r\n  "model": "opus"\r\n}\r\n`,
    after: `{\r\n  "model": "opus",\r\n  "hooks": {\r\n    "Stop": [\r\n      ${block("  ", "      ", "\r\n")}\r\n    ]\r\n  }\r\n}\r\n`,
  },
  {
    name: "a byte order mark",
    before: `\uFEFF{\n  "model": "opus"\n}\n`,
    after: `\uFEFF{\n  "model": "opus",\n  "hooks": {\n    "Stop": [\n      ${block("  ", "      ")}\n    ]\n  }\n}\n`,
  },
  {
    name: "minified",
    before: `{"model":"opus","hooks":{"PreToolUse":[]}}`,
    after: `{"model":"opus","hooks":{"PreToolUse":[],"Stop":[{"hooks":[${compact}]}]}}`,
  },
  {
    name: "minified with a final newline and a foreign group",
    before: `{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"x"}]}]}}\n`,
    after: `{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"x"}]},{"hooks":[${compact}]}]}}\n`,
  },
  {
    name: "one line with spaces",
    before: `{ "hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": "x" } ] } ] } }`,
    after: `{ "hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": "x" } ] }, { "hooks": [ ${handler} ] } ] } }`,
  },
  {
    name: "groups on one line each",
    before: `{\n  "hooks": {\n    "Stop": [\n      {"hooks": [{"type": "command", "command": "x"}]}\n    ]\n  }\n}`,
    after: `{\n  "hooks": {\n    "Stop": [\n      {"hooks": [{"type": "command", "command": "x"}]},\n      {"hooks": [${handler.replace("{ ", "{").replace(" }", "}")}]}\n    ]\n  }\n}`,
  },
  {
    name: "an inline array among lines",
    before: `{\n  "hooks": {\n    "Stop": [{ "hooks": [] }]\n  }\n}`,
    after: `{\n  "hooks": {\n    "Stop": [{ "hooks": [] }, { "hooks": [${handler}] }]\n  }\n}`,
  },
  {
    name: "empty hooks",
    before: `{\n  "hooks": {}\n}\n`,
    after: `{\n  "hooks": {\n    "Stop": [\n      ${block("  ", "      ")}\n    ]\n  }\n}\n`,
  },
  {
    name: "an empty event with white space in it",
    before: `{\n  "hooks": {\n    "Stop": [ ]\n  }\n}\n`,
    after: `{\n  "hooks": {\n    "Stop": [\n      ${block("  ", "      ")}\n    ]\n  }\n}\n`,
  },
  {
    name: "big numbers, escapes and Unicode stay as they are typed",
    before: `{\n  "n": 12345678901234567890.10,\n  "h\\u006foks2": "\\u00e9é😀",\n  "\\u0068ooks": {\n    "\\u0053top": []\n  }\n}`,
    after: `{\n  "n": 12345678901234567890.10,\n  "h\\u006foks2": "\\u00e9é😀",\n  "\\u0068ooks": {\n    "\\u0053top": [\n      ${block("  ", "      ")}\n    ]\n  }\n}`,
  },
]

describe("adding our groups", () => {
  it.each(CASES)("$name", ({ before, after }) => {
    expect(install(before).next).toBe(after)
  })

  it.each(CASES)("and taking them out again without the fast path: $name", ({ before }) => {
    const { next, containers } = install(before)
    expect(planUninstall(next, isOwn, { before, untouched: false, containers })).toEqual({
      ok: true,
      base: before,
    })
  })

  it.each(CASES)("a second time changes nothing: $name", ({ after }) => {
    expect(install(after)).toMatchObject({ found: "complete", next: after })
  })

  it.each(CASES.filter(({ before }) => before))(
    "without any record, all that anybody reads is as before: $name",
    ({ before }) => {
      const { next } = install(before)
      const removed = planUninstall(next, isOwn)
      expect(removed.ok).toBe(true)
      if (removed.ok) expect(meaning(removed.base)).toEqual(meaning(before))
    },
  )
})

function install(contents: string | null): SettingsPlan {
  const plan = planInstall(contents, stop, isOwn)
  if (!plan.ok) throw new Error(plan.problem.cause)
  return plan
}

/** A settings value without containers that hold nothing. */
function meaning(contents: string | null): unknown {
  const { hooks, ...rest } = JSON.parse(contents?.replace("\uFEFF", "") || "{}")
  const filled = Object.entries(hooks ?? {}).filter(([, groups]) => (groups as unknown[]).length > 0)
  return filled.length > 0 ? { ...rest, hooks: Object.fromEntries(filled) } : rest
}
