import { spawn } from "node:child_process"
import { nowNs } from "../../../lock-core/proof/lib/time.mjs"

let count = 0

/**
 * Starts the launcher as the client does, with one event on stdin, and resolves to what it answered. `disturb` is given
 * the process, to stop or to kill it; `claims` is what the event says beside the usual, or instead of it.
 */
export function callHook({ place, client, event, tool, claims = {}, disturb = () => {} }, write) {
  const call = `${++count}`
  const { session, workspace } = client
  const input = { session_id: session, transcript_path: "/dev/null", cwd: workspace, hook_event_name: event }
  if (tool) Object.assign(input, toolCall(tool, workspace))
  Object.assign(input, claims)
  const env = {
    ...place.env,
    CLAUDE_PID: `${client.pid}`,
    CLAUDE_CODE_SESSION_ID: session,
    CLAUDE_PROJECT_DIR: workspace,
    PROOF_CALL: call,
  }
  write("begin", nowNs(), call, session, workspace, event)
  const child = spawn(place.launcher, [event], { env, cwd: workspace, stdio: ["pipe", "pipe", "inherit"] })
  write("pid", call, child.pid)
  let stdout = ""
  child.stdout.on("data", (chunk) => {
    stdout += chunk
  })
  child.stdin.on("error", () => {}) // it was killed, or did not care
  child.stdin.end(`${JSON.stringify(input)}\n`)
  const kill = () => {
    if (child.exitCode !== null || child.signalCode !== null) return false
    write("kill", nowNs(), call)
    return child.kill("SIGKILL")
  }
  disturb({ child, kill })
  return new Promise((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (code, signal) => {
      write("end", nowNs(), call, code, signal, stdout)
      resolve({ call, pid: child.pid, isAllowed: code === 0 && stdout === "", code, signal, stdout })
    })
  })
}

function toolCall({ name, ...input }, workspace) {
  if (name === "Write") {
    const tool_input = { file_path: `${workspace}/${input.file}`, content: "x" }
    return { tool_name: name, tool_input, tool_use_id: "toolu_1" }
  }
  return { tool_name: name, tool_input: input, tool_use_id: "toolu_1" }
}
