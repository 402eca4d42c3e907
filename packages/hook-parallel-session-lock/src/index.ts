export { type ConfigProblem, type ReadConfigResult, readConfig } from "./config.ts"
export { type DecideInput, decide, type GateDecision } from "./contended/decide.ts"
export { type DenialContext, formatReason, REASON_MAX_LENGTH } from "./contended/reason.ts"
export { configFiles, DEFAULT_CONFIG, type GateConfig } from "./default-config.ts"
export { parallelSessionLock } from "./hook.ts"
export { openRemoteLock } from "./load-shared.ts"
export { nodeFlags } from "./node-flags.ts"
export { isSwitchedOff, type OffSwitch, offSwitchPath, parseOffSwitch } from "./off-switch.ts"
export { findPlaces, type Places, stateDir } from "./places.ts"
export { registrationsFor } from "./registrations.ts"
export { type RehearsedEvent, rehearsal } from "./rehearsal.ts"
export type { RemoteLock, RemoteLockInput } from "./shared.ts"
export type { EtcdSettings, PostgresSettings, StoreSettings } from "./store-settings.ts"

/** The files of the executable in this package's `dist`, the entry first. They must stay side by side. */
export const executableFiles: readonly string[] = [
  "start.cjs",
  "hook.cjs",
  "contended.cjs",
  "rarely.cjs",
  "shared.cjs",
  "remote.cjs",
]

/** The part of a launcher that answers common events without Node; in this package's `launcher` folder. */
export const hotPath: { readonly file: string; readonly events: readonly string[] } = {
  file: "hot-path.sh",
  events: ["PreToolUse", "PostToolUse"],
}
