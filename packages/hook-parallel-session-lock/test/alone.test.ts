import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runHook } from "@router-gate/hook-runtime"
import { fakeProcess, memoryJournal, postToolUse, preToolUse, stop } from "@router-gate/hook-runtime/testing"
import { expect, test } from "vitest"
import { parallelSessionLock } from "../src/hook.ts"
import { joinMachine } from "../src/join-machine.ts"

const CALLS = 5_000

const commands = [
  "npm test",
  "git status && git diff",
  "cd src && make -j4",
  "sed -i 's/a/b/' src/a.ts",
  'git commit -m "x"',
  "cat <<'EOF' > out.txt\nhello\nEOF",
  "find . -name '*.ts' | xargs grep -n TODO",
  "node -e 'console.log(1)' 2>/dev/null || true",
  "rm -rf /tmp/scratch-of-mine && mkdir -p /tmp/scratch-of-mine",
  "curl -s https://example.com/a/b | jq .",
]

test(`${CALLS} calls of a lone session: no output, no denial, nothing loaded for others`, {
  timeout: 120_000,
}, async () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "router-gate-alone-")))
  const workspace = join(root, "app")
  for (const dir of ["home/.claude", "app/.git", "app/src"]) mkdirSync(join(root, dir), { recursive: true })
  const env = { HOME: join(root, "home"), CLAUDE_PROJECT_DIR: workspace, CLAUDE_PID: String(process.pid) }
  const never = () => {
    throw new Error("a lone session's call loaded what is for others")
  }
  const journal = memoryJournal()
  const send = async (event: Record<string, unknown>): Promise<void> => {
    const hooked = fakeProcess({ ...event, cwd: workspace }, { env })
    const machine = joinMachine(env, journal, {
      loadContended: never,
      loadRarely: never,
      loadShared: never,
    })
    await runHook(parallelSessionLock, { process: hooked, journal, ...machine })
    expect([hooked.stdout, hooked.exitCode]).toEqual(["", 0])
  }
  try {
    for (let i = 0; i < CALLS; i++) {
      const call =
        i % 2 === 0
          ? { tool_name: "Edit", tool_input: { file_path: join(workspace, `src/f${i % 97}.ts`) } }
          : {
              tool_name: "Bash",
              tool_input: { command: commands[i % commands.length], timeout: 1_000 * (i % 7) },
            }
      await send(preToolUse(call))
      await send(postToolUse(call))
      if (i % 25 === 24) await send(stop())
    }
    expect(journal.entries).toEqual([])
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
