import { defineHook, type HookDefinition } from "@router-gate/hook-runtime"
import { admit } from "./admit.ts"
import type { GateDeps, SessionCall } from "./gate-deps.ts"
import { keepUp } from "./keep-up.ts"
import { finishSession, finishTurn } from "./turn.ts"

/** The tools that change files, by themselves or by what they run. */
const CHANGING_TOOLS = "Edit|Write|MultiEdit|NotebookEdit|Bash|PowerShell|Monitor"

/** Every event is answered within milliseconds; a machine under load gets this long before the client goes on without. */
const timeoutSeconds = 3

/**
 * The hook that lets one session at a time change a workspace: a lease is taken before a changing call, extended after
 * it, and given back when the turn ends. All events belong together: a gate without its release would shut out its own
 * user.
 */
export const parallelSessionLock: HookDefinition<GateDeps> = defineHook<GateDeps>({
  name: "parallel-session-lock",
  description: "lets one agent session at a time change a workspace",
  on: {
    SessionStart: {
      timeoutSeconds,
      run: ({ sessionId = "", cwd }, deps) => deps.loadRarely().startSession(sessionId, cwd, deps),
    },
    PreToolUse: {
      matcher: CHANGING_TOOLS,
      timeoutSeconds,
      run: (event, deps) => admit(callOf(event), deps),
    },
    PostToolUse: {
      matcher: CHANGING_TOOLS,
      timeoutSeconds,
      run: (event, deps) => keepUp(callOf(event), deps),
    },
    PostToolUseFailure: {
      matcher: CHANGING_TOOLS,
      timeoutSeconds,
      run: (event, deps) => keepUp(callOf(event), deps),
    },
    Stop: {
      timeoutSeconds,
      run: ({ sessionId = "", backgroundTasks }, deps) => finishTurn(sessionId, backgroundTasks, deps),
    },
    StopFailure: { timeoutSeconds, run: ({ sessionId = "" }, deps) => finishSession(sessionId, deps) },
    SessionEnd: { timeoutSeconds, run: ({ sessionId = "" }, deps) => finishSession(sessionId, deps) },
  },
})

function callOf(event: {
  sessionId?: string | undefined
  cwd?: string | undefined
  toolName: string
  toolInput: unknown
}): SessionCall {
  const { sessionId = "", cwd, toolName } = event
  return { sessionId, cwd, toolName, toolInput: event.toolInput as Record<string, unknown> }
}
