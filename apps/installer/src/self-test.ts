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
export function selfTest(
  command: string,
  args: readonly string[],
  { configDir, gateDir, env }: Environment,
): void {
  const event = { session_id: "router-gate-self-test", cwd: configDir, hook_event_name: "RouterGateSelfTest" }
  // Given a directory of its own, the hook leaves no trace of this in the user's.
  const scratch = temporaryName(join(gateDir, "self-test"))
  mkdirSync(scratch)
  const { status, signal, error, stderr } = spawnSync(command, args, {
    input: JSON.stringify(event),
    env: { ...env, CLAUDE_CONFIG_DIR: scratch },
    timeout: 15_000,
    encoding: "utf8",
  })
  rmSync(scratch, { recursive: true, force: true })
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
