export { type ConfigProblem, type ReadConfigResult, readConfig } from "./config.ts"
export { type DecideInput, decide, type GateDecision } from "./contended/decide.ts"
export { type DenialContext, formatReason, REASON_MAX_LENGTH } from "./contended/reason.ts"
export { configFiles, DEFAULT_CONFIG, type GateConfig } from "./default-config.ts"
export { parallelSessionLock } from "./hook.ts"
export { isSwitchedOff, type OffSwitch, offSwitchPath, parseOffSwitch } from "./off-switch.ts"
export { findPlaces, type Places, stateDir } from "./places.ts"

export { registrationsFor } from "./registrations.ts"

/** The files of the executable in this package's `dist`, the entry first. They must stay side by side. */
export const executableFiles: readonly string[] = ["hook.cjs", "contended.cjs", "rarely.cjs"]
