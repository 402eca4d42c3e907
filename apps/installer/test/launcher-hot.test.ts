import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { shippedHooks } from "../src/hooks.ts"
import { posixLauncher } from "../src/launcher.ts"
import { loggedEvents } from "./fixture-hook.ts"
import { SHELLS, setUp, start } from "./launcher-fixture.ts"

const READS_FIRST_LINE = "IFS= read -r head"

describe.each(SHELLS.map((shell) => ({ shell })))(
  "a launcher with an answer of its own, under $shell",
  ({ shell }) => {
    it("starts nothing when it has answered", () => {
      const { launcher, gate } = setUp("plain", process.execPath, "exit 0")
      expect(start(shell, launcher, { FIXTURE_LOG: `${gate}/log` })).toMatchObject({
        status: 0,
        stdout: "",
        stderr: "",
      })
      expect(() => readFileSync(`${gate}/log`)).toThrow("ENOENT")
    })

    it.each([
      ["one line", '{"a":"$HOME `x` \\\\ \\" EVENT %s é"}\n'],
      ["a long one", `${JSON.stringify({ a: 'x$`"\\é'.repeat(50_000) })}\n`],
      ["several lines", '{\n  "a": "EVENT\\n",\n  "b": 1\n}\n'],
      ["several, the first of them empty", '\n{"a":\n1}\n'],
    ])("hands on the whole event that it began to read: %s", (_, input) => {
      const { launcher, log } = setUp("plain", process.execPath, READS_FIRST_LINE)
      expect(start(shell, launcher, { FIXTURE_LOG: log }, input)).toMatchObject({
        status: 0,
        stdout: "",
        stderr: "",
      })
      expect(loggedEvents(log)).toMatchObject([{ text: input.replace(/^\n/, "") }])
    })

    it.each(["", READS_FIRST_LINE])("hands on its note as one word after %j", (reads) => {
      const note = `note='/a b/it"s $HOME *'`
      const { launcher, log } = setUp("plain", process.execPath, `${note}\n${reads}`)
      start(shell, launcher, { FIXTURE_LOG: log })
      expect(loggedEvents(log)).toMatchObject([{ argv: ['/a b/it"s $HOME *'] }])
    })

    it.each(["exit 2", ": $((08))", `: \${nothing?}`, "fi"])(
      "lets the call go on when that breaks: %s",
      (fault) => {
        const { launcher } = setUp("plain", process.execPath, fault)
        expect(start(shell, launcher, { FIXTURE_LOG: "/dev/null" })).toMatchObject({ status: 0, stdout: "" })
      },
    )
  },
)

const hasShellcheck = spawnSync("shellcheck", ["--version"]).status === 0

it.skipIf(!hasShellcheck)(
  `the printed launcher is plain sh (shellcheck ${hasShellcheck ? "agrees" : "is not installed"})`,
  () => {
    const shipped = shippedHooks()[0]
    for (const { hotPath, nodeFlags } of [{}, { ...shipped, hotPath: shipped?.hotPath?.script }]) {
      const parts = { hookName: "x", node: "/a/it's node", bundle: "1/hook.cjs" }
      const script = posixLauncher({ ...parts, hotPath, nodeFlags })
      const { stdout, status } = spawnSync("shellcheck", ["-s", "sh", "-"], {
        input: script,
        encoding: "utf8",
      })
      expect([stdout, status]).toEqual(["", 0])
    }
  },
)
