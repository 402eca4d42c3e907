import { type DenialContext, formatReason } from "./reason.ts"

/** What the gate says to a call. A block always has its reason. */
export type GateDecision = { block: false } | { block: true; reason: string }

export interface DecideInput {
  /** What `acquire` answered. Anything that is not such an answer means a fault of ours, and a fault never blocks. */
  readonly acquireResult: unknown
  readonly sessionId: string
  /** What else is known about the holder, for the text. */
  readonly context?: DenialContext
}

/** Decides by an acquire's result whether a call may go ahead. Pure and total. */
export function decide({ acquireResult, sessionId, context }: DecideInput): GateDecision {
  if (!isObject(acquireResult) || typeof acquireResult.acquired !== "boolean") return { block: false }
  // A guest's host waits for it; to make the guest wait for the host would stop both.
  if (acquireResult.acquired || acquireResult.relation === "guest") return { block: false }
  const holder = isObject(acquireResult.holder) ? acquireResult.holder : {}
  const heldUntil = typeof acquireResult.heldUntil === "number" ? acquireResult.heldUntil : undefined
  return { block: true, reason: formatReason(holder, sessionId, { ...context, heldUntil }) }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null
}
