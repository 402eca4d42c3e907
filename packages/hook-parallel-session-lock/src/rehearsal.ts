/** One event for the executable, and what the client's environment says with it. */
export interface RehearsedEvent {
  readonly env: Readonly<Record<string, string>>
  readonly event: Readonly<Record<string, unknown>>
}

/**
 * A turn in miniature, with a rival who is denied: what a freshly staged executable plays once with `--learn`, so that V8
 * keeps what it compiled of the paths that are taken every day.
 * @param folder an empty folder; everything is kept inside it
 * @param pids two living processes, of which the first is not an ancestor of the second
 */
export function rehearsal(folder: string, pids: readonly [number, number]): RehearsedEvent[] {
  const play = (who: 0 | 1, name: string, fields: object = {}): RehearsedEvent => {
    const sessionId = `rehearsal-${who}`
    const env = {
      CLAUDE_CONFIG_DIR: `${folder}/config`,
      CLAUDE_PROJECT_DIR: `${folder}/work`,
      CLAUDE_CODE_SESSION_ID: sessionId,
      CLAUDE_PID: String(pids[who]),
    }
    return {
      env,
      event: { session_id: sessionId, cwd: env.CLAUDE_PROJECT_DIR, hook_event_name: name, ...fields },
    }
  }
  const write = { tool_name: "Write", tool_input: { file_path: `${folder}/work/a`, content: "" } }
  const command = { tool_name: "Bash", tool_input: { command: 'git commit -m "a" && ls src | sort > list' } }
  return [
    play(0, "SessionStart"),
    play(0, "PreToolUse", write),
    play(0, "PreToolUse", command),
    play(0, "PostToolUse", { ...command, tool_response: {} }),
    play(1, "PreToolUse", command),
    play(0, "Stop", { background_tasks: [] }),
  ]
}
