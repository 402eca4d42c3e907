import { join } from "node:path"
import type { HookOutput } from "@router-gate/hook-runtime"
import { shellCommandOf } from "../call.ts"
import type { GateDeps, SessionCall } from "../gate-deps.ts"
import { stateDir } from "../places.ts"
import type { Blocked, InTheWay, take as Take } from "../take.ts"
import type { Touched } from "../touched.ts"
import { readBranch } from "./branch.ts"
import { decide } from "./decide.ts"
import { touchedByCommand } from "./touched-by-command.ts"
import { formatUnanswered } from "./unanswered.ts"

type HeldByAnother = Extract<Blocked, { readonly holder: unknown }>

/**
 * Decides on a call that another session stands in the way of: it only reads, it waits, or it is denied.
 * @param take handed in, so that this file's bundle does not hold the lock a second time
 */
export async function settle(
  call: SessionCall,
  touched: Touched,
  inTheWay: Blocked,
  deps: GateDeps,
  take: typeof Take,
): Promise<HookOutput | undefined> {
  let blocked: InTheWay = inTheWay
  let { workspaces, verdict } = touched
  if (shellCommandOf(call) && !verdict) {
    ;({ workspaces, verdict } = touchedByCommand(call, deps))
    // Perhaps it changes nothing, or not here. If it does, nothing is new, and asking again would cost as much as judging.
    if (!isSame(workspaces, touched.workspaces)) blocked = await take(workspaces, call, deps)
  }
  if (blocked && "holder" in blocked && verdict?.class === "unknown" && deps.config.cannotTell === "warn")
    return warn(call, blocked, deps)
  if (blocked && deps.config.waitMs > 0) {
    const again = () => take(workspaces, call, deps)
    blocked = await wait(again, blocked, deps)
  }
  if (!blocked) return undefined
  return "holder" in blocked ? deny(call, blocked, deps) : denyUnanswered(call, blocked, deps)
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, at) => each === other[at])
}

const POLL_MS = 150
/** Left of the client's patience for saying no. A hook that is killed says nothing, and then the call goes ahead. */
const RESERVE_MS = 1_500

async function wait(again: () => Promise<InTheWay>, blocked: Blocked, deps: GateDeps): Promise<InTheWay> {
  const until = performance.now() + Math.min(deps.config.waitMs, installedTimeoutMs(deps) - RESERVE_MS)
  let still: InTheWay = blocked
  while (still && performance.now() < until) {
    await deps.sleep(Math.min(POLL_MS, Math.max(1, until - performance.now())))
    still = await again()
  }
  return still
}

/** How long the client lets a PreToolUse hook run, ms, as the installer wrote it down beside the executable. */
function installedTimeoutMs({ places, readText }: GateDeps): number {
  const file = join(stateDir(places.configDir), "parallel-session-lock", "pre-tool-use-timeout-seconds")
  const seconds = Number(readText(file) ?? "")
  return seconds > 0 ? seconds * 1000 : 3_000
}

function deny(call: SessionCall, { workspace, key, ...held }: HeldByAnother, deps: GateDeps): HookOutput {
  const { holder } = held
  // Only a lease in a store that several hosts share says its host; there the workspace goes by its key.
  const where =
    holder.host === undefined
      ? { workspace, branch: readBranch(workspace, deps.readText) }
      : { workspace: key, host: holder.host }
  const decision = decide({
    acquireResult: held,
    sessionId: call.sessionId,
    context: {
      now: deps.lockOf(workspace).io.now().wallMs,
      ...where,
      repeated: !deps.journal.firstTime(call.sessionId, `denied-${key}-${holder.token}`),
    },
  })
  log("denied", call, workspace, holder, deps)
  return decision
}

/** The store that knows who works on other hosts does not answer, and the settings let nothing pass unasked. */
function denyUnanswered(
  { sessionId, toolName }: SessionCall,
  { workspace, key, unanswered }: Exclude<Blocked, HeldByAnother>,
  { journal }: GateDeps,
): HookOutput {
  journal.log({ level: "error", what: "denied", sessionId, toolName, workspace, key, message: unanswered })
  return { block: true, reason: formatUnanswered(key, unanswered) }
}

function warn(call: SessionCall, { workspace, key, holder }: HeldByAnother, deps: GateDeps): HookOutput {
  log("let pass", call, workspace, holder, deps)
  if (!deps.journal.firstTime(call.sessionId, `warned-${key}-${holder.token}`)) return {}
  const who = `session ${holder.session_id} (pid ${holder.pid || "?"})`
  return {
    systemMessage: `router-gate: ${who} is changing ${workspace}; a command that may change it too was let pass, because cannotTell is "warn".`,
  }
}

/** No more of a command than this is ever logged. */
const LOGGED_COMMAND_LENGTH = 80

function log(
  what: string,
  call: SessionCall,
  workspace: string,
  holder: { session_id: string; pid: number },
  { journal }: GateDeps,
): void {
  const { sessionId, toolName } = call
  const command = shellCommandOf(call)?.text.slice(0, LOGGED_COMMAND_LENGTH)
  journal.log({
    level: "info",
    what,
    sessionId,
    toolName,
    workspace,
    ...(command !== undefined && { command }),
    holder: holder.session_id,
    holderPid: holder.pid,
  })
}
