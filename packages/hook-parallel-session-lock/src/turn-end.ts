/** What becomes of a session's leases when its turn ends. */
export type TurnEnd = "release" | "keep" | "extend"

/**
 * Decides by what still runs. Background agents go on changing files after the turn: their leases are extended. A
 * background command may too, but also may be a server that runs all day: its lease is neither extended nor given back,
 * so it lasts as long as the last call gave it.
 * @param backgroundTasks the Stop event's `background_tasks`, as the client wrote it
 */
export function endTurn(backgroundTasks: unknown): TurnEnd {
  const running = (Array.isArray(backgroundTasks) ? backgroundTasks : []).filter(isRunning)
  if (running.some(({ type }) => type === "subagent" || type === "workflow")) return "extend"
  return running.some(({ type }) => type === "shell") ? "keep" : "release"
}

function isRunning(task: unknown): task is { status: unknown; type: unknown } {
  return typeof task === "object" && task !== null && (task as { status?: unknown }).status === "running"
}
