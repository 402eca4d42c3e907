import { resolve } from "node:path"
import type { Answer, CommandInput } from "../command.ts"
import { describeHolder } from "../describe-holder.ts"
import { readGateConfig } from "../gate-config.ts"
import { interruptible, paused } from "../interruption.ts"
import { type LockPlace, locksOf, lookAtLock, type Onlooker } from "../look-at-lock.ts"
import { clock, printable } from "../printable.ts"
import { Refusal } from "../refusal.ts"
import { notKnown, remoteLockOf } from "../remote-lease.ts"
import { type Held, remoteLook, type Unanswered } from "../remote-look.ts"

const POLL_MS = 200
const DEFAULT_TIMEOUT_MS = 5 * 60_000

/** How a wait ended. One that did not find the workspace free in time is a refusal. */
export interface WaitResult {
  command: "wait"
  outcome: "free" | "interrupted"
  workspace: string
  waited_ms: number
}

/**
 * Waits until no other session holds the workspace of a path, here or on another host. Takes nothing: what is free now may
 * be held right after.
 */
export async function wait(input: CommandInput): Promise<WaitResult> {
  const { environment, terminal, argument = ".", timeoutMs = DEFAULT_TIMEOUT_MS } = input
  const { workspace, places } = locksOf(resolve(terminal.cwd(), argument), environment)
  const onlooker = { pid: terminal.pid, sessionId: environment.env.CLAUDE_CODE_SESSION_ID }
  const remote = remoteLockOf(workspace, readGateConfig(environment).config, environment)
  const lookRemotely = remote ? remoteLook(remote, onlooker) : async () => null
  const started = performance.now()
  const ended = (outcome: WaitResult["outcome"]): WaitResult => {
    return { command: "wait", outcome, workspace, waited_ms: Math.round(performance.now() - started) }
  }
  return interruptible(terminal, async (signal) => {
    for (let told = false; ; told = true) {
      const held = (await findHeld(places, onlooker)) ?? (await lookRemotely())
      if (!held) return ended("free")
      const left = timeoutMs - (performance.now() - started)
      if (left <= 0) throw timedOut(workspace, held)
      if (!told) terminal.stderr.write(`Waiting for ${printable(workspace)}: ${reasonOf(held)}.\n`)
      if (!(await paused(Math.min(POLL_MS, left), signal))) return ended("interrupted")
    }
  })
}

/** In scripts, silence is the answer; the exit code says the rest. */
export function waitAnswer(result: WaitResult): Answer {
  return { json: result, text: () => "", exitCode: result.outcome === "interrupted" ? 130 : 0 }
}

async function findHeld(places: readonly LockPlace[], onlooker: Onlooker): Promise<Held | null> {
  for (const place of places) {
    const sight = await lookAtLock(place, onlooker)
    if (sight.state === "held") return sight as Held // of the two that share this form
  }
  return null
}

function reasonOf(held: Held | Unanswered): string {
  if ("lock" in held) return `${describeHolder(held.lock)} holds it`
  return `${held.remote.store} does not say whether another host holds it (${held.error.code})`
}

function timedOut(workspace: string, held: Held | Unanswered): Refusal {
  if (!("lock" in held)) return notKnown(held.remote, held.error)
  const { lock, heldUntil } = held
  const until = heldUntil === null ? "" : `, until ${clock(heldUntil)} at the latest if it does nothing more`
  return new Refusal({
    code: "WAIT_TIMEOUT",
    path: workspace,
    cause: `still held by ${describeHolder(lock)}${until}`,
    remedy: "Wait longer with --timeout, or ask that session to finish.",
  })
}
