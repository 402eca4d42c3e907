import { spawnSync } from "node:child_process"
import { mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import type { Environment } from "./environment.ts"
import { Refusal } from "./refusal.ts"
import { temporaryName } from "./temporary.ts"

/**
 * Starts a staged hook once, as the client would, with an event that no hook knows. It must exit 0; a broken hook is
 * refused here, before any settings name it.
 */
export function selfTest(command: string, args: readonly string[], environment: Environment): void {
  const { status, signal, error, stderr } = trialEvent(environment, (input, env) =>
    spawnSync(command, args, { input, env, timeout: 15_000, encoding: "utf8" }),
  )
  if (status === 0) return
  const how = error ? error.message : signal ? `it ended by ${signal}` : `it exited with ${status}`
  const said = stderr?.trim().split("\n").slice(-3).join(" ")
  throw new Refusal(
    {
      code: "HOOK_SELF_TEST",
      path: command,
      cause: `the staged hook does not run here: ${how}${said ? `; it said: ${said}` : ""}`,
      remedy:
        "The settings were not touched. A folder mounted noexec, or a Node that is too old, are common reasons.",
    },
    { cause: error },
  )
}

/** The environment without what it says to every Node: a launcher keeps that from the hook's. */
export function withoutNodeOptions({
  NODE_OPTIONS,
  NODE_EXTRA_CA_CERTS,
  ...env
}: Environment["env"]): Environment["env"] {
  return env
}

/** Something that starts a hook with an event which means nothing to it; it leaves no trace in the user's directory. */
export function trialEvent<T>(
  { configDir, gateDir, env }: Environment,
  start: (input: string, env: Environment["env"]) => T,
): T {
  const event = { session_id: "router-gate-self-test", cwd: configDir, hook_event_name: "RouterGateSelfTest" }
  const scratch = temporaryName(join(gateDir, "self-test"))
  mkdirSync(scratch)
  try {
    return start(JSON.stringify(event), { ...withoutNodeOptions(env), CLAUDE_CONFIG_DIR: scratch })
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
