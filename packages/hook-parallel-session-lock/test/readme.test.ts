import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const root = fileURLToPath(new URL("..", import.meta.url))

test("the README's example runs, and prints what it says", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")
  const example = /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? ""
  const args = ["--input-type=module", "-e", example]
  const printed = execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" })
  expect(printed).toContain("[ 'hook.cjs', 'contended.cjs', 'rarely.cjs' ]")
  expect(printed).toContain("PreToolUse Edit|Write|MultiEdit|NotebookEdit|Bash|PowerShell|Monitor 3")
})
