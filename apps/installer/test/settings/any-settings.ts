import fc from "fast-check"
import { LAUNCHER, MATCHER } from "../fixture-hook.ts"

/** A JSON value as somebody may have typed it: numbers keep their digits, keys their order and escapes. */
export type Typed =
  | { kind: "raw"; text: string }
  | { kind: "list"; items: Typed[] }
  | { kind: "object"; members: [key: string, value: Typed][] }

/** How a file is laid out. `flat` values are printed on one line from that depth on. */
export interface Style {
  eol: string
  unit: string
  flatFrom: number
  colon: string
  comma: string
  pad: string
  blankLines: boolean
  end: string
  bom: string
}

const raw = (text: string): Typed => ({ kind: "raw", text })
const key = fc.oneof(
  fc.constantFrom("mine", "my env", "__proto__", "constructor", "a\u2028b", "\\u0061", 'quo\\"te', "é😀"),
  fc.string({ maxLength: 8 }).map((text) => JSON.stringify(text).slice(1, -1)),
)
const number = fc.constantFrom("0", "-0", "1e400", "12345678901234567890", "1.10", "-1E-7", "0.1")
const scalar = fc.oneof(
  fc.constantFrom("true", "false", "null", '""', '"\\ud83d\\ude00"', '"a, \\"b\\": c {"', '"}, {"'),
  number,
  fc.string({ maxLength: 12 }).map((text) => JSON.stringify(text)),
)
const { value } = fc.letrec<{ value: Typed }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar.map(raw),
    fc.array(tie("value"), { maxLength: 3 }).map((items): Typed => ({ kind: "list", items })),
    members(fc.tuple(key, tie("value"))),
  ),
}))

/** Somebody else's handler; some of them look a good deal like ours. */
const foreignHandler = fc
  .constantFrom<[string, string][]>(
    [
      ["type", '"command"'],
      ["command", '"./mine.sh"'],
    ],
    [
      ["type", '"command"'],
      ["command", JSON.stringify(`time ${LAUNCHER}`)],
      ["timeout", "10"],
    ],
    [
      ["command", '"/x/router-gate/other-hook/launcher"'],
      ["type", '"command"'],
      ["args", "[]"],
    ],
    [
      ["type", '"command"'],
      ["command", '"logger"'],
      ["args", `[${JSON.stringify(LAUNCHER)}]`],
    ],
    [
      ["type", '"prompt"'],
      ["prompt", '"is it, or { is } it not?"'],
    ],
    [
      ["type", '"command"'],
      ["command", '""'],
      ["zz", "[ 1 , 2 ]"],
    ],
  )
  .map((fields): Typed => ({ kind: "object", members: fields.map(([name, text]) => [name, raw(text)]) }))

const group = fc
  .tuple(
    fc.option(fc.constantFrom("*", "", MATCHER, "Bash", "mcp__.*")),
    fc.array(foreignHandler, { maxLength: 3 }),
    fc.boolean(),
  )
  .map(([matcher, handlers, hooksFirst]): Typed => {
    const list: [string, Typed] = ["hooks", { kind: "list", items: handlers }]
    const all: [string, Typed][] =
      matcher === null ? [list] : [["matcher", raw(JSON.stringify(matcher))], list]
    return { kind: "object", members: hooksFirst ? all.reverse() : all }
  })

const hooks = members(
  fc.tuple(
    fc.constantFrom(
      "PreToolUse",
      "PostToolUse",
      "Stop",
      "SessionStart",
      "Unknown",
      "\\u0053top",
      "__proto__",
    ),
    fc.array(group, { maxLength: 3 }).map((items): Typed => ({ kind: "list", items })),
  ),
)

/** Settings of the client's own: these have to be what it expects. */
const known = fc.constantFrom<[string, Typed]>(
  ["model", raw('"opus"')],
  ["env", { kind: "object", members: [["A", raw("1")]] }],
  ["permissions", { kind: "object", members: [["allow", { kind: "list", items: [raw('"Read"')] }]] }],
  ["cleanupPeriodDays", raw("3E1")],
)

/** A settings object that the client accepts, with or without a hooks block somewhere among its keys. */
export const anySettings: fc.Arbitrary<Typed> = fc
  .tuple(
    members(fc.oneof({ weight: 4, arbitrary: fc.tuple(key, value) }, { weight: 1, arbitrary: known })),
    fc.option(hooks, { freq: 4 }),
    fc.nat(4),
    fc.constantFrom("hooks", "\\u0068ooks"),
  )
  .map(([rest, block, at, name]) => {
    if (rest.kind !== "object" || !block) return rest
    const others = rest.members.filter(([one]) => decoded(one) !== "hooks")
    return { kind: "object", members: others.toSpliced(at, 0, [name, block]) }
  })

export const anyStyle: fc.Arbitrary<Style> = fc.record({
  eol: fc.constantFrom("\n", "\r\n"),
  unit: fc.constantFrom("  ", "    ", "\t", " ", ""),
  flatFrom: fc.constantFrom(0, 0, 1, 2, 3, 4, 99, 99, 99),
  colon: fc.constantFrom(":", ": ", " : "),
  comma: fc.constantFrom(",", ", ", " , "),
  pad: fc.constantFrom("", " "),
  blankLines: fc.constantFrom(false, false, true),
  end: fc.constantFrom("", "\n", "\r\n", "\n\n  "),
  bom: fc.constantFrom("", "", "\uFEFF"),
})

/** Prints a value as its owner would have typed it. */
export function printed(value: Typed, style: Style): string {
  return style.bom + print(value, style, 0) + style.end
}

function print(value: Typed, style: Style, depth: number): string {
  if (value.kind === "raw") return value.text
  const isList = value.kind === "list"
  const items = isList
    ? value.items.map((item) => print(item, style, depth + 1))
    : value.members.map(([name, member]) => `"${name}"${style.colon}${print(member, style, depth + 1)}`)
  const [open, close] = isList ? ["[", "]"] : ["{", "}"]
  if (items.length === 0) return open + style.pad + close
  if (depth >= style.flatFrom) return open + style.pad + items.join(style.comma) + style.pad + close
  const newline = style.eol + (style.blankLines ? style.eol : "")
  const inner = style.unit.repeat(depth + 1)
  return (
    open +
    newline +
    items.map((item) => inner + item).join(`,${newline}`) +
    style.eol +
    style.unit.repeat(depth) +
    close
  )
}

/** An object with members whose keys are all different once their escapes are read. */
function members(each: fc.Arbitrary<[string, Typed]>): fc.Arbitrary<Typed> {
  return fc
    .uniqueArray(each, { maxLength: 4, selector: ([one]) => decoded(one) })
    .map((all): Typed => ({ kind: "object", members: all }))
}

function decoded(name: string): string {
  return JSON.parse(`"${name}"`)
}
