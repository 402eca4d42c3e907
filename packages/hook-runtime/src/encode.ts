import { channelOf } from "./channel.ts"
import type { HookOutput } from "./decision.ts"
import { sanitize } from "./sanitize.ts"

export type HookOutputCode = "CANNOT_BLOCK" | "NO_CONTEXT" | "NO_MESSAGE" | "NO_REASON" | "NOT_AN_OUTPUT"

/** Says why a handler's answer cannot be given. The runtime then fails open. */
export class HookOutputError extends Error {
  override readonly name = "HookOutputError"
  readonly code: HookOutputCode

  constructor(code: HookOutputCode, message: string) {
    super(message)
    this.code = code
  }
}

const MAX_REASON = 10_000
const MAX_CONTEXT = 10_000
const MAX_MESSAGE = 2_000

/**
 * Turns an answer into the text for stdout. Nothing else writes the client's format. Nothing to say gives the
 * empty string: an explicit "allow" would skip the user's own permission prompt.
 *
 * @throws {HookOutputError} when the event cannot carry the answer; nothing else.
 */
export function encode(name: string, output: HookOutput | undefined): string {
  if (output === undefined) return ""
  checkShape(output)
  const channel = channelOf(name)
  const wire: Record<string, unknown> = {}
  const specific: Record<string, unknown> = {}

  if (output.block) {
    const reason = clean("reason", output.reason, MAX_REASON)
    if (reason === "") throw new HookOutputError("NO_REASON", "a block needs a reason")
    if (channel.block === "permission") {
      specific.permissionDecision = "deny"
      specific.permissionDecisionReason = reason
    } else if (channel.block === "request") specific.decision = { behavior: "deny", message: reason }
    else if (channel.block === "decision") Object.assign(wire, { decision: "block", reason })
    else throw new HookOutputError("CANNOT_BLOCK", `${name} cannot be blocked by what a hook prints`)
  }
  const context = clean("additionalContext", output.additionalContext, MAX_CONTEXT)
  if (context !== "") {
    if (!channel.context) throw new HookOutputError("NO_CONTEXT", `${name} takes no additionalContext`)
    specific.additionalContext = context
  }
  const message = clean("systemMessage", output.systemMessage, MAX_MESSAGE)
  if (message !== "") {
    if (channel.message === "stdout")
      throw new HookOutputError("NO_MESSAGE", `${name} takes no systemMessage`)
    wire.systemMessage = message
  }
  if (Object.keys(specific).length > 0) wire.hookSpecificOutput = { hookEventName: name, ...specific }
  return Object.keys(wire).length > 0 ? JSON.stringify(wire) : ""
}

/** Handlers may be written in plain JavaScript: a wrong type must not become a malformed block. */
function checkShape(output: unknown): void {
  if (typeof output !== "object" || output === null) {
    const got = output === null ? "null" : typeof output
    throw new HookOutputError("NOT_AN_OUTPUT", `the handler returned ${got}, not an object`)
  }
  const { block } = output as { block?: unknown }
  if (block !== undefined && typeof block !== "boolean") {
    throw new HookOutputError("NOT_AN_OUTPUT", "block is not a boolean")
  }
}

function clean(field: string, value: unknown, max: number): string {
  if (value === undefined) return ""
  if (typeof value !== "string") throw new HookOutputError("NOT_AN_OUTPUT", `${field} is not a string`)
  const text = sanitize(value, max)
  return text.trim() === "" ? "" : text
}
