import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { preToolUse, runHookExecutable } from "../src/testing.ts"
import { bundle } from "./bundle.ts"

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")

it("has an example that does what it says", async () => {
  const source = /```ts\n\/\/ no-env\.ts\n(.*?)```/s.exec(readme)?.[1] ?? ""
  const hook = await bundle(source)
  const run = (payload: object | string) =>
    runHookExecutable({ command: process.execPath, args: [hook.path], payload, env: { HOME: hook.dir } })
  try {
    const kept = await run(preToolUse({ tool_input: { file_path: "/ws/.env", content: "" } }))
    expect(kept).toMatchObject({ blocks: true, exitCode: 0, reason: expect.stringContaining("by hand") })
    expect(await run(preToolUse())).toMatchObject({ blocks: false, stdout: "" })
    const cut = await run('{"hook_event_name":"PreToo')
    expect(cut).toMatchObject({ blocks: false, exitCode: 0 })
    expect(cut.systemMessage).toContain(join(hook.dir, ".no-env/log.jsonl"))
  } finally {
    hook.remove()
  }
})
