import { spawnSync } from "node:child_process"
import type { Environment } from "../environment.ts"
import type { InstallableHook } from "../hooks.ts"
import { wantedIn } from "../inspect-scope.ts"
import type { Scope } from "../scope.ts"
import { type Finding, finding } from "./finding.ts"

/** How long the installed hook takes to answer, as the client sees it. */
export interface Timing {
  hook: string
  runs: number
  p50_ms: number
  p95_ms: number
}

const RUNS = 11
/** Beyond this a person begins to feel it at every call. */
const SLOW_MS = 500

/** Fires each installed hook as the client would, with an event that means nothing to it. */
export function fireHooks(
  scope: Scope,
  hooks: readonly InstallableHook[],
  environment: Environment,
): { findings: Finding[]; timings: Timing[] } {
  const findings: Finding[] = []
  const timings: Timing[] = []
  for (const hook of hooks) {
    const handler = wantedIn(scope, [hook], environment)[0]?.handler
    if (!handler) continue
    const times: number[] = []
    for (let run = 0; run < RUNS; run++) {
      const { ms, problem } = fire(String(handler.command), handler.args as string[] | undefined, environment)
      if (problem) {
        findings.push(finding(problem.code, "wrong", `${hook.name} ${problem.sentence}`))
        break
      }
      times.push(ms)
    }
    if (times.length < RUNS) continue
    times.sort((a, b) => a - b)
    const timing = {
      hook: hook.name,
      runs: RUNS,
      p50_ms: percentile(times, 50),
      p95_ms: percentile(times, 95),
    }
    timings.push(timing)
    if (timing.p50_ms > SLOW_MS)
      findings.push(finding("HOOK_SLOW", "note", `${hook.name} takes ${timing.p50_ms} ms to answer`))
  }
  return { findings, timings }
}

function fire(command: string, args: string[] | undefined, { configDir, projectDir, env }: Environment) {
  const event = {
    session_id: "router-gate-doctor",
    cwd: projectDir,
    hook_event_name: "Notification",
    message: "router-gate doctor",
  }
  const [file, rest] = args ? [command, args] : ["/bin/sh", ["-c", command]]
  const started = performance.now()
  const { status, signal, error, stdout } = spawnSync(file, rest, {
    input: JSON.stringify(event),
    env: { ...env, CLAUDE_PROJECT_DIR: projectDir, CLAUDE_CONFIG_DIR: configDir },
    timeout: 10_000,
    encoding: "utf8",
  })
  const ms = performance.now() - started
  if (status === 0 && stdout === "") return { ms, problem: null }
  if (status === 0)
    return {
      ms,
      problem: { code: "HOOK_OBJECTS", sentence: `says ${JSON.stringify(stdout.slice(0, 200))}` } as const,
    }
  const how = error ? error.message : signal ? `was ended by ${signal}` : `exits with ${status}`
  return { ms, problem: { code: "HOOK_FAILS", sentence: `does not answer as it should: ${how}` } as const }
}

/** The smallest of the sorted times that so many per cent of them do not exceed. */
function percentile(sorted: readonly number[], percent: number): number {
  const ms = sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0
  return Math.round(ms * 10) / 10
}
