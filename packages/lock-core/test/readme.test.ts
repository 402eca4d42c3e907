import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { temporaryDirectory } from "./temporary-directory.ts"

test("the README's example runs, and prints what its comments say", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")
  const example = /```js\n(.*?)```/s.exec(readme)?.[1] as string
  const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", example], {
    cwd: fileURLToPath(new URL("..", import.meta.url)), // the package imports itself by name
    env: { ...process.env, TMPDIR: temporaryDirectory() },
    encoding: "utf8",
  })
  const promised = [...example.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)].map((match) => match[1])
  expect(promised.length).toBeGreaterThan(0)
  expect(printed.trim().split("\n")).toEqual(promised)
})
