// The whole thing as a user gets it: packed, installed elsewhere by npm, put into a home, and driven by the command lines
// that stand in settings.json, as the client drives them.
import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  type HookRun,
  postToolUse,
  preToolUse,
  runHookExecutable,
  stop,
} from "@router-gate/hook-runtime/testing"
import { afterAll, beforeAll, expect, test } from "vitest"
import { installPacked } from "./pack.ts"

const root = realpathSync(mkdtempSync(join(tmpdir(), "router-gate-packed-")))
const home = join(root, "home")
const workspace = join(root, "app")
const clients: ChildProcess[] = []

beforeAll(() => {
  const elsewhere = join(root, "elsewhere")
  for (const dir of [join(home, ".claude"), workspace]) mkdirSync(dir, { recursive: true })
  installPacked(elsewhere)
  execFileSync("git", ["init", "-q", workspace])
  const env = { PATH: process.env.PATH, HOME: home }
  execFileSync(join(elsewhere, "node_modules/.bin/router-gate"), ["install"], {
    cwd: root,
    env,
    stdio: "pipe",
  })
  // What npm installed may vanish, as npx's cache does; what the settings name stays.
  rmSync(elsewhere, { recursive: true })
}, 180_000)

afterAll(() => {
  for (const client of clients) client.kill("SIGKILL")
  rmSync(root, { recursive: true, force: true })
})

/** A session whose client is a living process. */
function session(env: Record<string, string> = {}) {
  const sessionId = randomUUID()
  const client = spawn("sleep", ["600"], { stdio: "ignore" })
  clients.push(client)
  const file_path = join(workspace, `${sessionId}.txt`)
  const hear = (event: Record<string, unknown>) =>
    fire({ ...event, session_id: sessionId, cwd: workspace }, { CLAUDE_PID: String(client.pid), ...env })
  const call = { tool_name: "Write", tool_input: { file_path, content: "x" } }
  return {
    sessionId,
    client,
    writes: () => hear(preToolUse(call)),
    wrote: () => hear(postToolUse(call)),
    stops: () => hear(stop()),
  }
}

/** Runs every handler that the settings have for an event, as the client does, and returns the only answer. */
async function fire(event: Record<string, unknown>, env: Record<string, string>): Promise<HookRun> {
  const { hooks } = JSON.parse(readFileSync(join(home, ".claude/settings.json"), "utf8"))
  type Group = { matcher?: string; hooks: { command: string; args?: string[]; timeout: number }[] }
  const groups = (hooks[event.hook_event_name as string] as Group[]).filter(
    ({ matcher }) => matcher === undefined || matcher.split("|").includes(event.tool_name as string),
  )
  const handlers = groups.flatMap((group) => group.hooks)
  expect(handlers).toHaveLength(1)
  const { command, args, timeout } = handlers[0] as Group["hooks"][number]
  return runHookExecutable({
    command,
    ...(args ? { args } : { shell: true }),
    payload: event,
    cwd: workspace,
    env: { HOME: home, CLAUDE_PROJECT_DIR: workspace, ...env },
    timeoutMs: timeout * 1000,
  })
}

const silent = { exitCode: 0, stdout: "", stderr: "", blocks: false }
type Session = ReturnType<typeof session>
const heldBy = ({ sessionId, client }: Session): string =>
  `parallel session lock held by ${sessionId} (pid ${client.pid}) — wait or close that session first`

test("A writes, B is told that A holds the workspace, A stops, B writes", async () => {
  const [a, b] = [session(), session()]
  expect(await a.writes()).toMatchObject(silent)
  expect(await a.wrote()).toMatchObject(silent)
  const denied = await b.writes()
  expect(denied).toMatchObject({ exitCode: 0, stderr: "", decision: "deny", blocks: true })
  expect(denied.reason?.startsWith(heldBy(a))).toBe(true)
  expect(await a.stops()).toMatchObject(silent)
  expect(await b.writes()).toMatchObject(silent)
  expect(await b.stops()).toMatchObject(silent)
})

test("A's process is killed: B writes at once", async () => {
  const [a, b] = [session(), session()]
  await a.writes()
  expect((await b.writes()).blocks).toBe(true)
  const exited = new Promise((resolve) => a.client.once("exit", resolve))
  a.client.kill("SIGKILL")
  await exited
  expect(await b.writes()).toMatchObject(silent)
  await b.stops()
})

test("B waits out an idle A's lease", async () => {
  const env = { ROUTER_GATE_TTL_MS: "6000" }
  const [a, b] = [session(env), session(env)]
  await a.writes()
  expect((await b.writes()).blocks).toBe(true)
  await new Promise((resolve) => setTimeout(resolve, 6_100))
  expect(await b.writes()).toMatchObject(silent)
  await b.stops()
})
