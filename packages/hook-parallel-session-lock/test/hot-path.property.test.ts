// Whenever the launcher answers by itself, the code that Node would have run sees no other workspace than the noted one.
// LAUNCHER_CASES: how many calls are tried.
import { symlinkSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import { afterAll, beforeAll, expect, test } from "vitest"
import { touchedBy } from "../src/touched.ts"
import { Desk, touch } from "./hot-desk.ts"
import { SHELLS } from "./hot-launcher.ts"

const CASES = Number(process.env.LAUNCHER_CASES ?? 250)

let desk: Desk
beforeAll(async () => {
  desk = await new Desk().opens()
  desk.repository("other")
  desk.repository("app/sub/nested")
  for (const path of ["app/src/a", "app/tree/.git", "other/b"]) touch(join(desk.root, path))
  symlinkSync(join(desk.root, "other"), join(desk.workspace, "link"))
  symlinkSync(join(desk.workspace, "sub/nested"), join(desk.workspace, "src/link"))
  // However many there are, the lease does not come near its end.
  desk.rename((fields) => fields.splice(9, 1, String(Number(fields[9]) + 1_000_000_000)))
})
afterAll(() => desk?.end())

const name = fc.constantFrom(
  ..."a src sub nested link tree other app lib .git .. . ~ * $X x=y a:b -C -Iq é".split(" "),
  "",
)
const path = fc
  .tuple(
    fc.constantFrom("", "", "WS/", "WS/", "ROOT/", "/", "./", "../", "~/"),
    fc.array(name, { maxLength: 4 }),
  )
  .map(([start, names]) => start + names.join("/"))
const word = fc.oneof(
  { weight: 3, arbitrary: path },
  fc.constantFrom(
    ..."make git cp cd pushd -C && || | ; & > 2>&1 >/dev/null = --out= ' \" ( ) \n \\".split(" "),
  ),
)
const command = fc
  .tuple(
    fc.constantFrom("make", "git add", "cp", "ls"),
    fc.array(word, { maxLength: 5 }),
    fc.constantFrom(" ", " ", ""),
  )
  .map(([first, words, between]) => [first, ...words].join(between || " ").concat(between ? "" : "x"))
const cwd = fc.constantFrom(
  "WS",
  "WS",
  "WS/src",
  "WS/sub",
  "WS/sub/nested",
  "WS/link",
  "WS/src/link",
  "ROOT/other",
)
const call = fc.oneof(
  fc.record({
    tool: fc.constant("Write"),
    input: path.map((file_path) => ({ file_path, content: "" })),
    cwd,
  }),
  {
    weight: 2,
    arbitrary: fc.record({
      tool: fc.constant("Bash"),
      input: command.map((text) => ({ command: text, description: "" })),
      cwd,
    }),
  },
)

test.runIf(process.platform === "linux" && SHELLS.length > 0)(
  `what the launcher lets pass touches one workspace (${CASES} calls)`,
  { timeout: 30_000 + CASES * 500 },
  () => {
    let hot = 0
    let at = 0
    fc.assert(
      fc.property(call, (made) => {
        const filled = JSON.parse(
          JSON.stringify(made).replaceAll("WS", desk.workspace).replaceAll("ROOT", desk.root),
        )
        const event = desk.before(filled.tool, filled.input, { cwd: filled.cwd })
        const shell = SHELLS[at++ % SHELLS.length] as string[]
        const ran = desk.start(shell, "PreToolUse", JSON.stringify(event))
        expect(ran).toMatchObject({ status: 0, stdout: "", stderr: "" })
        if (ran.seen !== null) return
        hot++
        const asked = {
          sessionId: desk.session,
          toolName: filled.tool,
          toolInput: filled.input,
          cwd: filled.cwd,
        }
        const { workspaces } = touchedBy(asked, desk.deps)
        expect(workspaces.filter((workspace) => workspace !== desk.workspace)).toEqual([])
      }),
      { numRuns: CASES },
    )
    expect(hot).toBeGreaterThan(CASES / 20)
  },
)
