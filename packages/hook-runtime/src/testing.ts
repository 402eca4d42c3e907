export { type FakeProcess, fakeProcess, type MemoryJournal, memoryJournal } from "./testing/fake-process.ts"
export { type FinishedProcess, type HookRun, readHookRun } from "./testing/hook-run.ts"
export {
  eventPayload,
  permissionRequest,
  postToolBatch,
  postToolUse,
  postToolUseFailure,
  preToolUse,
  sessionEnd,
  sessionStart,
  stop,
  stopFailure,
  subagentStop,
  userPromptSubmit,
  type WirePayload,
} from "./testing/payloads.ts"
export { type HookExecutable, type HookPayload, runHookExecutable } from "./testing/run-hook-executable.ts"
