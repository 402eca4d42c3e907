// Events in the client's own words and order (2.1.330).
const common = ({ id, workspace }) => ({
  session_id: id,
  transcript_path: `${workspace}/${id}.jsonl`,
  cwd: workspace,
  prompt_id: "169c1d3e-6a3b-4b0e-8a53-7d1f2b3c4d5e",
  permission_mode: "default",
})

const call = (tool_name, tool_input) => ({ tool_name, tool_input, tool_use_id: "toolu_01bench" })

export const write = ({ workspace }, bytes = 1000) =>
  call("Write", { file_path: `${workspace}/src/new.ts`, content: "x".repeat(bytes) })

export const bash = (command) => call("Bash", { command, description: "a step of the benchmark" })

export const before = (session, what) => event(session, { hook_event_name: "PreToolUse", ...what })

export const after = (session, what) =>
  event(session, { hook_event_name: "PostToolUse", ...what, tool_response: { ok: true }, duration_ms: 5 })

export const stop = (session) =>
  event(session, { hook_event_name: "Stop", stop_hook_active: false, background_tasks: [] })

const event = (session, fields) => JSON.stringify({ ...common(session), ...fields })
