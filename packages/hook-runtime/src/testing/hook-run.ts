/** What a finished hook process left behind. */
export interface FinishedProcess {
  exitCode: number | null
  signal: NodeJS.Signals | null
  timedOut: boolean
  stdout: string
  stderr: string
  durationMs: number
}

/** A finished hook process, and how the client reads it. */
export interface HookRun extends FinishedProcess {
  /** The JSON object on stdout, or null when stdout is not exactly one. */
  output: Record<string, unknown> | null
  decision: "none" | "deny" | "allow" | "ask" | "defer"
  reason: string | undefined
  systemMessage: string | undefined
  additionalContext: string | undefined
  /** Whether the client would keep a tool call from running. For other events: whether it is told to stop. */
  blocks: boolean
}

/**
 * Reads a finished hook process as the client does (2.1.330, without `onFailure`): a deny in valid JSON blocks
 * whatever the exit code, exit code 2 blocks, and every other failure lets the call run.
 */
export function readHookRun(process: FinishedProcess, eventName?: string): HookRun {
  const output = process.timedOut ? null : parseObject(process.stdout)
  const answer = output !== null && isValid(output, eventName) ? output : {}
  const specific = record(answer.hookSpecificOutput)
  const request = record(specific.decision)
  const decision = decisionOf(answer, specific, request)
  const exitedTwo = process.exitCode === 2 && !process.timedOut
  const blocks = decision === "deny" || exitedTwo
  const said = text(specific.permissionDecisionReason) ?? text(request.message) ?? text(answer.reason)
  return {
    ...process,
    output,
    decision,
    reason: said ?? (exitedTwo ? process.stderr : undefined),
    systemMessage: text(answer.systemMessage),
    additionalContext: text(specific.additionalContext),
    blocks,
  }
}

const PERMISSIONS = ["deny", "allow", "ask", "defer"] as const
/** What older hooks print at the top level, and the dialog's own words. */
const OLD_WORDS: Record<string, HookRun["decision"]> = { block: "deny", approve: "allow" }
const DIALOG_WORDS: Record<string, HookRun["decision"]> = { deny: "deny", allow: "allow" }

function decisionOf(
  answer: Record<string, unknown>,
  specific: Record<string, unknown>,
  request: Record<string, unknown>,
): HookRun["decision"] {
  const permission = PERMISSIONS.find((word) => word === specific.permissionDecision)
  return permission ?? DIALOG_WORDS[String(request.behavior)] ?? OLD_WORDS[String(answer.decision)] ?? "none"
}

/** The client drops the whole answer when one field has a wrong type or it names another event. */
function isValid(output: Record<string, unknown>, eventName: string | undefined): boolean {
  const { decision, hookSpecificOutput: specific } = output
  if (decision !== undefined && decision !== "block" && decision !== "approve") return false
  for (const key of ["reason", "systemMessage", "stopReason"]) {
    if (output[key] !== undefined && typeof output[key] !== "string") return false
  }
  if (specific === undefined) return true
  if (typeof specific !== "object" || specific === null || Array.isArray(specific)) return false
  const { hookEventName, permissionDecision, permissionDecisionReason, additionalContext } = record(specific)
  if (typeof hookEventName !== "string") return false
  if (eventName !== undefined && hookEventName !== eventName) return false
  if (permissionDecision !== undefined && !PERMISSIONS.some((word) => word === permissionDecision))
    return false
  return [permissionDecisionReason, additionalContext].every(
    (value) => value === undefined || typeof value === "string",
  )
}

/** Only stdout that begins with a brace is read as JSON, and all of it has to be one object. */
function parseObject(stdout: string): Record<string, unknown> | null {
  if (!stdout.trimStart().startsWith("{")) return null
  try {
    return JSON.parse(stdout) as Record<string, unknown>
  } catch {
    return null
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {}
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined
}
