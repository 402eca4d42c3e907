import { spawn } from "node:child_process"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const PROOF = fileURLToPath(new URL("..", import.meta.url))

/** What the layers run on a mutant's copy of the package. Each is a command that fails when it notices. */
export const layers = {
  stories: ({ dist }) => node("stories.mjs", "--dist", dist),
  crash: ({ dist }) => node("crash-points.mjs", "--no-processes", "--dist", dist),
  // A journal that is kept after a violation goes with the copy.
  hammer: ({ root, dist, seconds, seed }) =>
    hammer(["--dir", root, "--seconds", `${seconds}`, "--dist", dist, "--seed", `${seed}`]),
  unit: ({ copy, vitest }) => ({
    command: process.execPath,
    args: [vitest, "run", "--bail", "1", ...SLOW.flatMap((name) => ["--exclude", `**/${name}*`])],
    cwd: copy,
  }),
  interleavings: ({ copy, vitest }) => ({
    command: process.execPath,
    args: [vitest, "run", "--bail", "1", "interleavings"],
    cwd: copy,
  }),
}

/** Tests that are layers of their own, take long, or are about something else. */
const SLOW = ["interleavings", "contention", "readme", "workspace"]

function node(script, ...args) {
  return { command: process.execPath, args: [join(PROOF, script), ...args] }
}

export function hammer(args) {
  return node("hammer.mjs", "--kill-rate", "0.001", ...args)
}

/** Resolves to the first line that says what is wrong when the command failed, to null when it did not. */
export function noticed({ command, args, cwd }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] })
    let text = ""
    child.stdout.on("data", (chunk) => {
      text += chunk
    })
    child.stderr.on("data", (chunk) => {
      text += chunk
    })
    child.on("error", reject)
    child.on("close", (code) => resolve(code === 0 ? null : complaintIn(text)))
  })
}

function complaintIn(text) {
  const lines = text.split("\n").map((line) => line.replace(/\x1b\[[0-9;]*m/g, "").trim())
  const line = lines.find((one) => /FAILED:|^FAIL |×|Error:/.test(one)) ?? lines.find(Boolean) ?? "failed"
  return line.replace(/^FAILED: |^FAIL\s+/, "").slice(0, 110)
}
