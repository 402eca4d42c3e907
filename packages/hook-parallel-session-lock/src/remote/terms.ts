import { TOOL_MARGIN_MS } from "@router-gate/lock-core"
import { COMMAND_TIMEOUT_MS, lengthOf, shellCommandOf, type ToolCall } from "../call.ts"

/** A lease in the store knows no process that would keep it, so a call of unknown length asks for as much beforehand. */
const UNKNOWN_LENGTH_MS = 30 * 60_000

/** A command as most are, of no declared length. */
export const USUAL_COMMAND: ToolCall = { toolName: "Bash", toolInput: { command: "" } }
const USUAL_MS = COMMAND_TIMEOUT_MS + TOOL_MARGIN_MS

export interface RemoteTerms {
  /** What the call itself may take. */
  readonly needMs: number
  /** What is asked of the store when it is asked. */
  readonly askMs: number
  /** With so much of a lease left, the store is not asked at all. */
  readonly enoughMs: number
}

/**
 * How much of a lease in the store a call needs, so that it lasts through it and is renewed when a third is left. For a
 * short call as much is asked as for a command, if leases are that long at all: then the calls that follow need not ask.
 */
export function remoteTerms(
  call: ToolCall,
  ttlMs: number,
  env: Readonly<Record<string, string | undefined>>,
): RemoteTerms {
  const { unbounded, callTimeoutMs } = lengthOf(call, env)
  const lengthMs = unbounded
    ? UNKNOWN_LENGTH_MS
    : (callTimeoutMs ?? (shellCommandOf(call) ? COMMAND_TIMEOUT_MS : 0))
  const needMs = lengthMs === 0 ? 0 : lengthMs + TOOL_MARGIN_MS
  const coveredMs = Math.max(needMs, ttlMs < USUAL_MS ? 0 : USUAL_MS)
  return { needMs, askMs: coveredMs + ttlMs, enoughMs: coveredMs + renewalMs(ttlMs) }
}

/** With less than this left, a lease is renewed after a call. */
export function renewalMs(ttlMs: number): number {
  return Math.ceil(ttlMs / 3)
}
