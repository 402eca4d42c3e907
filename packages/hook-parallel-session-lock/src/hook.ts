import { defineHook, type HookDefinition } from "@router-gate/hook-runtime"
import { admit, forEachLease, type GateDeps, keepUp, type SessionCall } from "./gate.ts"
import { endTurn } from "./turn-end.ts"

/** The tools that change files. */
const CHANGING_TOOLS = "Edit|Write|MultiEdit|NotebookEdit|Bash"

/** Every event is answered within milliseconds; a machine under load gets this long before the client goes on without. */
const TIMEOUT_SECONDS = 3

/**
 * The hook that lets one session at a time change a workspace: a lease is taken before a changing call, extended after
 * it, and given back when the turn ends. All events belong together: a gate without its release would shut out its own
 * user.
 */
export const parallelSessionLock: HookDefinition<GateDeps> = defineHook<GateDeps>({
  name: "parallel-session-lock",
  description: "lets one agent session at a time change a workspace",
  on: {
    PreToolUse: {
      matcher: CHANGING_TOOLS,
      timeoutSeconds: TIMEOUT_SECONDS,
      run: (event, deps) => admit(callOf(event), deps),
    },
    PostToolUse: {
      matcher: CHANGING_TOOLS,
      timeoutSeconds: TIMEOUT_SECONDS,
      run: (event, deps) => keepUp(callOf(event), deps),
    },
    PostToolUseFailure: {
      matcher: CHANGING_TOOLS,
      timeoutSeconds: TIMEOUT_SECONDS,
      run: (event, deps) => keepUp(callOf(event), deps),
    },
    Stop: {
      timeoutSeconds: TIMEOUT_SECONDS,
      async run(event, deps) {
        const end = endTurn(event.backgroundTasks)
        if (end === "keep") return
        await forEachLease(event.sessionId ?? "", end === "extend" ? "refresh" : "release", deps)
      },
    },
    StopFailure: {
      timeoutSeconds: TIMEOUT_SECONDS,
      run: (event, deps) => forEachLease(event.sessionId ?? "", "release", deps),
    },
    SessionEnd: {
      timeoutSeconds: TIMEOUT_SECONDS,
      run: (event, deps) => forEachLease(event.sessionId ?? "", "release", deps),
    },
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
