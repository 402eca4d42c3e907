export { type Channel, type ChannelOf, channelOf, isEventName } from "./channel.ts"
export { type ComposedDeps, composeHooks } from "./compose-hooks.ts"
export type { Decision, HookOutput, OutputOf } from "./decision.ts"
export {
  defineHook,
  type Handler,
  type HookableEvent,
  type HookDefinition,
  type HookRegistration,
  registrationsOf,
} from "./define-hook.ts"
export { encode, type HookOutputCode, HookOutputError } from "./encode.ts"
export { type EventOf, type HookEvent, type KnownEvent, type OtherEvent, parseEvent } from "./event.ts"
export type { CommonFields, EventFields, EventName } from "./event-fields.ts"
export { type HookInputCode, HookInputError } from "./input-error.ts"
export { type FileJournalOptions, fileJournal, type Journal, type JournalEntry } from "./journal.ts"
export { type HookProcess, nodeProcess } from "./node-process.ts"
export { type ReadStdinOptions, readStdin } from "./read-stdin.ts"
export { type RunHookOptions, runHook } from "./run-hook.ts"
export { sanitize } from "./sanitize.ts"
export type { ToolInput } from "./tool-event-fields.ts"
export type { BackgroundTask, BatchedToolCall, SessionCron } from "./wire-objects.ts"
export { type WriteStdoutOptions, writeStdout } from "./write-stdout.ts"
