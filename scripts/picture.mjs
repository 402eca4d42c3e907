// Draws docs/two-sessions.svg from a real run: two sessions whose clients are living processes, a git repository, and the
// gate's built executable, which gets the events as the client writes them. What the pictured sessions are told is what it
// said. Only what differs from run to run is made the same: the home's path, the pid, and the seconds.
//
//   node scripts/picture.mjs            runs it and writes the picture; needs a build
//   node scripts/picture.mjs --check    fails if the picture is not what a run gives
import { execFileSync, spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { postToolUse, preToolUse, runHookExecutable, stop } from "../packages/hook-runtime/dist/testing.js"
import { terminalSvg } from "./terminal-svg.mjs"

const repository = fileURLToPath(new URL("..", import.meta.url))
const picture = join(repository, "docs/two-sessions.svg")
const hook = join(repository, "packages/hook-parallel-session-lock/dist/hook.cjs")

const home = realpathSync(mkdtempSync(join(tmpdir(), "router-gate-picture-")))
const workspace = join(home, "shop")
const steps = []

/** A session: its calls ask the gate first, and what is let through is really done. */
function session(column, session_id) {
  const client = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" })
  const show = (kind, text) => steps.push({ column, kind, text: sameEachTime(text.trimEnd()) })
  const hear = (event) =>
    runHookExecutable({
      command: process.execPath,
      args: [hook],
      payload: { ...event, session_id, cwd: workspace },
      cwd: workspace,
      env: { HOME: home, CLAUDE_PROJECT_DIR: workspace, CLAUDE_PID: String(client.pid) },
    })
  const call = async (title, fields, act) => {
    show("call", title)
    const { blocks, reason, stdout } = await hear(preToolUse(fields))
    if (blocks) return show("denied", reason)
    if (stdout !== "") throw new Error(`expected silence, got ${stdout}`)
    show("result", act())
    await hear(postToolUse(fields))
  }
  return {
    client,
    writes(file, content) {
      const file_path = join(workspace, file)
      return call(`Write ${file}`, { tool_name: "Write", tool_input: { file_path, content } }, () => {
        writeFileSync(file_path, content)
        return `${file_path} has been written.`
      })
    },
    runs: (command) =>
      call(`Bash ${command}`, { tool_name: "Bash", tool_input: { command } }, () =>
        execFileSync("sh", ["-c", command], { cwd: workspace, encoding: "utf8" }),
      ),
    async endsTurn() {
      await hear(stop())
      show("note", "(its turn ends)")
    },
  }
}

const pids = new Map()
function sameEachTime(text) {
  for (const [pid, shown] of pids) text = text.replaceAll(`pid ${pid}`, `pid ${shown}`)
  return text
    .replaceAll(home, "~")
    .replace(/since \d+ s ago, last active \d+ s ago/, "since 3 s ago, last active 3 s ago")
}

async function tell() {
  mkdirSync(join(home, ".claude"))
  mkdirSync(workspace)
  const git = (...args) => execFileSync("git", ["-C", workspace, ...args], { stdio: "pipe" })
  git("init", "-q", "-b", "main")
  writeFileSync(join(workspace, "cart.ts"), "export const total = 0\n")
  git("add", ".")
  git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "cart")
  const a = session(0, "eceeae03-ae7f-4c7c-9406-ce2c7718a3ba")
  const b = session(1, "4b1d2c66-0f7e-4a53-9b1c-6d1a0c2f9e11")
  try {
    pids.set(a.client.pid, 684).set(b.client.pid, 702)
    await a.writes("cart.ts", "export const total = 1\n")
    await b.runs("git diff --stat")
    await b.writes("cart.ts", "export const total = 2\n")
    await b.runs("git stash")
    await a.endsTurn()
    await b.writes("cart.ts", "export const total = 2\n")
  } finally {
    a.client.kill()
    b.client.kill()
    rmSync(home, { recursive: true, force: true })
  }
}

await tell()
const drawn = terminalSvg({
  titles: ["session A, in ~/shop", "session B, in ~/shop"],
  steps,
  caption:
    "From a run of the gate with two living processes (scripts/picture.mjs). Path, pid and seconds are fixed.",
  description: steps.map(({ column, text }) => `${"AB"[column]}: ${text}`).join("\n"),
})
if (!process.argv.includes("--check")) writeFileSync(picture, drawn)
else if (readFileSync(picture, "utf8") !== drawn) {
  console.error("docs/two-sessions.svg is not what a run gives now: node scripts/picture.mjs")
  process.exitCode = 1
}
