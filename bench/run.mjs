// What the hook costs, as a ratio to starting Node for nothing in the same run. `pnpm bench [--rounds N]`
import { mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { interleave, printTable } from "./interleave.mjs"

const { values } = parseArgs({ options: { rounds: { type: "string", default: "60" } } })
const hook = fileURLToPath(new URL("../packages/hook-parallel-session-lock/dist/hook.cjs", import.meta.url))
const home = mkdtempSync(join(tmpdir(), "router-gate-bench-"))
const root = fileURLToPath(new URL("..", import.meta.url))

const event = (hook_event_name, more = {}) =>
  JSON.stringify({
    session_id: "67230c8e-3f5c-4c1b-9d55-0c1f6e8f1a01",
    cwd: root,
    hook_event_name,
    tool_name: "Write",
    tool_input: { file_path: join(root, "new.txt"), content: "x".repeat(2000) },
    ...more,
  })
const env = { HOME: home, CLAUDE_PROJECT_DIR: root, CLAUDE_PID: String(process.pid) }
const run = (name, input, more = {}) => ({
  name,
  command: process.execPath,
  args: [hook],
  input,
  env: { ...env, ...more },
})

try {
  const rows = interleave(
    [
      { name: "node -e 0", command: process.execPath, args: ["-e", "0"] },
      run("hook, switched off (ROUTER_GATE=0)", event("PreToolUse"), { ROUTER_GATE: "0" }),
      run("hook, PreToolUse, the lease is one's own", event("PreToolUse")),
      run("hook, PostToolUse", event("PostToolUse")),
      run("hook, Stop", event("Stop")),
    ],
    { rounds: Number(values.rounds), baseline: "node -e 0" },
  )
  console.log(`node ${process.version}, ${process.platform}; hook.cjs has ${statSync(hook).size} bytes`)
  printTable(rows)
} finally {
  rmSync(home, { recursive: true, force: true })
}
