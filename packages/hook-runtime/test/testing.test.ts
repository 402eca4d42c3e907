import { spawnSync } from "node:child_process"
import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { preToolUse, readHookRun, runHookExecutable, stop } from "../src/testing.ts"

let dir: string
beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), "testing-")))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** An executable that does what the lines of shell say. */
function script(name: string, body: string): string {
  const path = join(dir, name)
  writeFileSync(path, `#!/bin/sh\n${body}\n`)
  chmodSync(path, 0o755)
  return path
}

const DENY = `{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"no"}}`

describe("readHookRun, as the client reads it", () => {
  const specific = (fields: object, hookEventName = "PreToolUse") =>
    JSON.stringify({ hookSpecificOutput: { hookEventName, ...fields } })

  it.each<
    [string, { stdout?: string; exitCode?: number | null; timedOut?: boolean; stderr?: string }, object]
  >([
    ["nothing", {}, { blocks: false, decision: "none", output: null }],
    ["plain text", { stdout: "hello" }, { blocks: false, output: null }],
    ["exit code 1", { exitCode: 1 }, { blocks: false }],
    ["exit code 127", { exitCode: 127 }, { blocks: false }],
    ["a signal", { exitCode: null }, { blocks: false }],
    ["a deny", { stdout: DENY }, { blocks: true, decision: "deny", reason: "no" }],
    ["a deny with a newline and exit code 1", { stdout: `${DENY}\n`, exitCode: 1 }, { blocks: true }],
    [
      "a deny after the timeout",
      { stdout: DENY, timedOut: true, exitCode: null },
      { blocks: false, output: null },
    ],
    ["exit code 2", { exitCode: 2, stderr: "no" }, { blocks: true, decision: "none", reason: "no" }],
    [
      "exit code 2 with an allow",
      { exitCode: 2, stdout: specific({ permissionDecision: "allow" }) },
      { blocks: true, decision: "allow" },
    ],
    [
      "the old block",
      { stdout: '{"decision":"block","reason":"no"}' },
      { blocks: true, decision: "deny", reason: "no" },
    ],
    ["the old approve", { stdout: '{"decision":"approve"}' }, { blocks: false, decision: "allow" }],
    ["an ask", { stdout: specific({ permissionDecision: "ask" }) }, { blocks: false, decision: "ask" }],
    ["a defer", { stdout: specific({ permissionDecision: "defer" }) }, { blocks: false, decision: "defer" }],
    ["continue: false", { stdout: '{"continue":false}' }, { blocks: false, decision: "none" }],
    ["a message", { stdout: '{"systemMessage":"m"}' }, { blocks: false, systemMessage: "m" }],
    ["context", { stdout: specific({ additionalContext: "c" }) }, { blocks: false, additionalContext: "c" }],
    ["text before the deny", { stdout: `x${DENY}` }, { blocks: false, output: null }],
    ["text after the deny", { stdout: `${DENY}x` }, { blocks: false, output: null }],
    ["two denies", { stdout: `${DENY}\n${DENY}` }, { blocks: false, output: null }],
    ["a deny cut short", { stdout: DENY.slice(0, -1) }, { blocks: false, output: null }],
    [
      "a deny for another event",
      { stdout: DENY.replace("PreToolUse", "Stop") },
      { blocks: false, decision: "none" },
    ],
    ["a deny for no event", { stdout: DENY.replace("hookEventName", "x") }, { blocks: false }],
    ["a deny with a reason that is no string", { stdout: DENY.replace('"no"', "7") }, { blocks: false }],
    ["a deny beside a wrong field", { stdout: DENY.replace("{", '{"systemMessage":1,') }, { blocks: false }],
    ["a word that is none", { stdout: specific({ permissionDecision: "block" }) }, { blocks: false }],
    ["a decision that is none", { stdout: '{"decision":"deny"}' }, { blocks: false, decision: "none" }],
  ])("%s", (_, finished, expected) => {
    const done = { exitCode: 0, signal: null, timedOut: false, stdout: "", stderr: "", durationMs: 0 }
    expect(readHookRun({ ...done, ...finished }, "PreToolUse")).toMatchObject(expected)
  })

  it("reads the dialog's decision", () => {
    const stdout = specific({ decision: { behavior: "deny", message: "no" } }, "PermissionRequest")
    const done = { exitCode: 0, signal: null, timedOut: false, stdout, stderr: "", durationMs: 0 }
    expect(readHookRun(done, "PermissionRequest")).toMatchObject({
      decision: "deny",
      reason: "no",
      blocks: true,
    })
  })
})

describe("runHookExecutable", () => {
  it("hands on event, arguments and directory, and an environment of its own", async () => {
    const command = script(
      "tell",
      `cat; printf '\\n%s|%s|' "$1" "$PWD"; env | cut -d= -f1 | sort | tr '\\n' ' ' >&2`,
    )
    process.env.LEAK = "x"
    const payload = stop({ session_id: "s1" })
    const run = await runHookExecutable({ command, args: ["a b"], payload, cwd: dir, env: { MINE: "1" } })
    delete process.env.LEAK
    expect(run.stdout).toBe(`${JSON.stringify(payload)}\na b|${dir}|`)
    expect(
      run.stderr
        .trim()
        .split(" ")
        .filter((name) => !["_", "SHLVL", "OLDPWD"].includes(name)),
    ).toEqual(["MINE", "PATH", "PWD"])
  })

  it("reads the answer for the event that it sent", async () => {
    const command = script("deny", `cat >/dev/null; echo '${DENY}'`)
    expect(await runHookExecutable({ command, payload: preToolUse() })).toMatchObject({
      blocks: true,
      reason: "no",
    })
    expect(await runHookExecutable({ command, payload: stop() })).toMatchObject({ blocks: false })
    expect(await runHookExecutable({ command, payload: JSON.stringify(stop()) })).toMatchObject({
      blocks: false,
    })
  })

  it("has the shell form", async () => {
    const run = await runHookExecutable({ command: "cat | wc -c; exit 3", shell: true, payload: "four" })
    expect(run).toMatchObject({ exitCode: 3, blocks: false })
    expect(run.stdout.trim()).toBe("4")
  })

  it.each([
    ["text", "abc"],
    ["bytes", Buffer.from("abc")],
    ["chunks", chunks("a", Buffer.from("b"), "c")],
  ])("writes %s as it is", async (_, payload) => {
    expect((await runHookExecutable({ command: "cat", payload })).stdout).toBe("abc")
  })

  it("can give nothing at all", async () => {
    expect(await runHookExecutable({ command: "cat", payload: null })).toMatchObject({
      stdout: "",
      exitCode: 0,
    })
  })

  it("does not mind a hook that reads nothing of a large event, or of one without an end", async () => {
    const command = script("deaf", "exit 0")
    expect((await runHookExecutable({ command, payload: "x".repeat(5_000_000) })).exitCode).toBe(0)
    expect((await runHookExecutable({ command, payload: endless() })).exitCode).toBe(0)
  })

  it("kills the whole group at the timeout", async () => {
    const command = script("slow", `trap '' TERM; sleep 30 & echo $!; wait`)
    const run = await runHookExecutable({ command, payload: null, timeoutMs: 700 })
    expect(run).toMatchObject({ timedOut: true, signal: "SIGKILL", exitCode: null, blocks: false })
    await expect.poll(() => isRunning(Number(run.stdout))).toBe(false)
  })

  it("waits for an open end only as long as there is hope", async () => {
    const command = script("lingers", `sleep 30 & echo $!`)
    const run = await runHookExecutable({ command, payload: null })
    const pid = Number(run.stdout)
    expect(run).toMatchObject({ timedOut: false, exitCode: 0 })
    expect(isRunning(pid)).toBe(true)
    process.kill(pid, "SIGKILL")
  })

  it("tells an ended signal", async () => {
    const command = script("ends", "kill -s TERM $$")
    expect(await runHookExecutable({ command, payload: null })).toMatchObject({
      exitCode: null,
      signal: "SIGTERM",
    })
  })

  it("throws when there is nothing to run", async () => {
    const missing = runHookExecutable({ command: join(dir, "missing"), payload: preToolUse() })
    await expect(missing).rejects.toMatchObject({ code: "ENOENT" })
  })

  it.skipIf(process.getuid?.() !== 0)("can run as somebody else", async () => {
    const run = await runHookExecutable({
      command: "id",
      args: ["-u"],
      payload: null,
      uid: 65534,
      gid: 65534,
    })
    expect(run.stdout).toBe("65534\n")
  })
})

async function* chunks(...parts: (string | Buffer)[]) {
  yield* parts
}

async function* endless() {
  yield "{"
  await new Promise(() => {})
}

/** Not a zombie either: in a container there may be nobody to reap it. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" })
  return stdout.trim() !== "" && !stdout.startsWith("Z")
}
