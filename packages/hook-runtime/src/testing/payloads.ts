import type { EventName } from "../event-fields.ts"

/** An event as the client writes it: snake_case keys. */
export type WirePayload = Record<string, unknown>

const SESSION = "67230c8e-3f5c-4c1b-9d55-0c1f6e8f1a01"

/**
 * An event with the fields that every event has. Fields given are added or replace those; `undefined` removes one.
 * The shapes are those that 2.1.330 sends.
 */
export function eventPayload(name: EventName | (string & {}), fields: WirePayload = {}): WirePayload {
  const payload = {
    session_id: SESSION,
    transcript_path: `/home/dev/.claude/projects/-ws/${fields.session_id ?? SESSION}.jsonl`,
    cwd: "/ws",
    hook_event_name: name,
    ...fields,
  }
  return Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined))
}

const IN_TURN = {
  prompt_id: "169c1d3e-6a3b-4b0e-8a53-7d1f2b3c4d5e",
  permission_mode: "default",
  effort: { level: "medium" },
}

const WRITE = {
  tool_name: "Write",
  tool_input: { file_path: "/ws/new.txt", content: "abc\n" },
  tool_use_id: "toolu_01A09q90qw90lq917835lq9",
}

export function preToolUse(fields: WirePayload = {}): WirePayload {
  return eventPayload("PreToolUse", { ...IN_TURN, ...WRITE, ...fields })
}

export function postToolUse(fields: WirePayload = {}): WirePayload {
  const tool_response = { type: "create", filePath: "/ws/new.txt", structuredPatch: [], originalFile: null }
  return eventPayload("PostToolUse", { ...IN_TURN, ...WRITE, tool_response, duration_ms: 3, ...fields })
}

export function postToolUseFailure(fields: WirePayload = {}): WirePayload {
  const call = { ...WRITE, tool_name: "Bash", tool_input: { command: "exit 3" } }
  const outcome = { error: "Exit code 3", is_interrupt: false, duration_ms: 54 }
  return eventPayload("PostToolUseFailure", { ...IN_TURN, ...call, ...outcome, ...fields })
}

export function postToolBatch(fields: WirePayload = {}): WirePayload {
  const tool_calls = [{ ...WRITE, tool_response: "File created successfully at: /ws/new.txt" }]
  return eventPayload("PostToolBatch", { ...IN_TURN, tool_calls, ...fields })
}

export function permissionRequest(fields: WirePayload = {}): WirePayload {
  const { tool_name, tool_input } = WRITE
  const call = { tool_name, tool_input, permission_suggestions: [] }
  return eventPayload("PermissionRequest", { ...IN_TURN, ...call, ...fields })
}

export function userPromptSubmit(fields: WirePayload = {}): WirePayload {
  const { effort: _, ...inPrompt } = IN_TURN
  return eventPayload("UserPromptSubmit", { ...inPrompt, prompt: "write new.txt", ...fields })
}

const TURN_END = {
  stop_hook_active: false,
  last_assistant_message: "all done",
  background_tasks: [],
  session_crons: [],
}

export function stop(fields: WirePayload = {}): WirePayload {
  return eventPayload("Stop", { ...IN_TURN, ...TURN_END, ...fields })
}

export function stopFailure(fields: WirePayload = {}): WirePayload {
  const { permission_mode: _, ...inTurn } = IN_TURN
  const failure = { error: "rate_limit", last_assistant_message: "API Error: Rate limit reached" }
  return eventPayload("StopFailure", { ...inTurn, ...failure, ...fields })
}

export function subagentStop(fields: WirePayload = {}): WirePayload {
  const agent = {
    agent_id: "ab9c3f2eb6bf4bcde",
    agent_type: "general-purpose",
    agent_transcript_path: "/home/dev/.claude/projects/-ws/subagents/agent-ab9c3f2eb6bf4bcde.jsonl",
  }
  return eventPayload("SubagentStop", { ...IN_TURN, ...agent, ...TURN_END, ...fields })
}

export function sessionStart(fields: WirePayload = {}): WirePayload {
  return eventPayload("SessionStart", { source: "startup", ...fields })
}

export function sessionEnd(fields: WirePayload = {}): WirePayload {
  return eventPayload("SessionEnd", { prompt_id: IN_TURN.prompt_id, reason: "other", ...fields })
}
