import {
  ancestorsOf,
  identifyProcess,
  type ProcessIdentity,
  type ProcessProbes,
} from "@router-gate/lock-core"

/** The client's process name, where it does not say its pid. */
const CLIENT_NAME = "claude"

/**
 * Finds the agent process that this hook works for: `CLAUDE_PID`, which the client sets from 2.1.214 on, else the
 * nearest ancestor that goes by the client's name. Never the hook's own process, which is gone in a moment. Undefined
 * where neither can be seen; the session id then tells whose lease it is, and only the clock ends it.
 */
export function findClient(
  env: Readonly<Record<string, string | undefined>>,
  ownPid: number,
  probes: ProcessProbes,
): ProcessIdentity | undefined {
  const told = Number(env.CLAUDE_PID)
  if (Number.isSafeInteger(told) && told > 0 && probes.exists(told))
    return identifyProcess(told, probes) ?? undefined
  const found = ancestorsOf(ownPid, probes).find((pid) => probes.inspect(pid)?.name === CLIENT_NAME)
  return found === undefined ? undefined : (identifyProcess(found, probes) ?? undefined)
}
