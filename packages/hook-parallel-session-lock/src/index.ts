export { type DecideInput, decide, type GateDecision } from "./decide.ts"
export { admit, type GateDeps, type SessionCall } from "./gate.ts"
export { parallelSessionLock } from "./hook.ts"
export { type DenialContext, formatReason, REASON_MAX_LENGTH } from "./reason.ts"

/** The files of the executable in this package's `dist`, the entry first. They must stay side by side. */
export const executableFiles: readonly string[] = ["hook.cjs"]
