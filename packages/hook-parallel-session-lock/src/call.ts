import type { CallInFlight } from "@router-gate/lock-core"

/** A call of a tool, as the hook's events tell it. */
export interface ToolCall {
  readonly toolName: string
  readonly toolInput: Readonly<Record<string, unknown>>
  /** Where the call runs. */
  readonly cwd?: string | undefined
}

/** Tools whose calls last as long as they last: other agents, and whatever another program's server does. */
const UNBOUNDED = /^(?:Agent|Task|Workflow|mcp__.*)$/

/** The path at which a call will change something; null when it names none. */
export function targetOf(call: ToolCall): string | null {
  const named = call.toolInput.file_path ?? call.toolInput.notebook_path
  if (typeof named === "string" && named !== "") return named
  return call.cwd ?? null
}

/** How long a call may take: by its own word, by the client's setting, or nobody knows. */
export function lengthOf(
  call: ToolCall,
  env: Readonly<Record<string, string | undefined>>,
): CallInFlight & { readonly unbounded: boolean } {
  if (UNBOUNDED.test(call.toolName)) return { unbounded: true }
  if (call.toolName !== "Bash") return { unbounded: false }
  const timeoutMs = toMs(call.toolInput.timeout) ?? toMs(Number(env.BASH_DEFAULT_TIMEOUT_MS))
  return { unbounded: false, ...(timeoutMs !== null && { callTimeoutMs: timeoutMs }) }
}

/** A declared timeout longer than a day is no promise to be kept. */
const MAX_TIMEOUT_MS = 24 * 60 * 60 * 1000

function toMs(value: unknown): number | null {
  return typeof value === "number" && value > 0 ? Math.min(value, MAX_TIMEOUT_MS) : null
}
