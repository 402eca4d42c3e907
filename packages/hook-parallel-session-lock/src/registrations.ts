import { type HookRegistration, registrationsOf } from "@router-gate/hook-runtime"
import type { GateConfig } from "./default-config.ts"
import { parallelSessionLock } from "./hook.ts"

/** What the hook needs of the client's patience besides waiting: starting, deciding, and saying no. */
const BESIDES_WAITING_SECONDS = 3

/**
 * What to register with the client under these settings: the definition's events, with the tools that the settings add,
 * and time enough for a call to wait in.
 */
export function registrationsFor(config: Pick<GateConfig, "tools" | "waitMs">): HookRegistration[] {
  return registrationsOf(parallelSessionLock).map((registration) => {
    const { event, matcher, timeoutSeconds } = registration
    if (matcher === undefined) return registration
    const waits = event === "PreToolUse" && config.waitMs > 0
    return {
      event,
      matcher: [matcher, ...Object.keys(config.tools).filter(isToolName)].join("|"),
      timeoutSeconds: waits ? Math.ceil(config.waitMs / 1000) + BESIDES_WAITING_SECONDS : timeoutSeconds,
    }
  })
}

/** The client drops an entry whose matcher it cannot read, so no other name becomes part of one. */
function isToolName(name: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(name)
}
