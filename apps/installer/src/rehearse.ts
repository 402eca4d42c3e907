import { spawnSync } from "node:child_process"
import { mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import type { Environment } from "./environment.ts"
import type { InstallableHook } from "./hooks.ts"
import { withoutNodeOptions } from "./self-test.ts"
import { temporaryName } from "./temporary.ts"

/**
 * Has a staged executable play its rehearsal, so that it finds what V8 compiled when it is needed. Only speed depends on
 * it: what goes wrong here, the hook does without.
 */
export function rehearse(
  hook: InstallableHook,
  node: string,
  args: readonly string[],
  { gateDir, env }: Environment,
): void {
  const scratch = temporaryName(join(gateDir, "rehearsal"))
  mkdirSync(join(scratch, "work"), { recursive: true })
  for (const each of hook.rehearsal?.(scratch, [process.pid, process.ppid]) ?? []) {
    const input = JSON.stringify(each.event)
    const played = spawnSync(node, [...args, "--learn"], {
      input,
      env: { ...withoutNodeOptions(env), ...each.env },
      timeout: 15_000,
    })
    // Whoever waits for an installation does not wait for one that hangs several times.
    if (played.status !== 0) break
  }
  rmSync(scratch, { recursive: true, force: true })
}
