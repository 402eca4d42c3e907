import { sanitize } from "@router-gate/hook-runtime"

/** What a denial can tell beyond who holds the lock. All of it may be missing. */
export interface DenialContext {
  /** Epoch ms. */
  readonly now?: number | undefined
  readonly heldUntil?: number | undefined
  readonly workspace?: string | undefined
  readonly branch?: string | undefined
  /** The machine that the holder works on, where that may be another. */
  readonly host?: string | undefined
  /** The same session was told the same before. */
  readonly repeated?: boolean | undefined
}

/** The longest text that the model is given. */
export const REASON_MAX_LENGTH = 600

/**
 * The text that the model reads when its call was denied: facts and next steps, no orders and no way around. The first
 * sentence is fixed. Names come from another session, so they are stripped of control characters and cut.
 */
export function formatReason(
  holder: Readonly<Record<string, unknown>>,
  sessionId: string,
  context: DenialContext = {},
): string {
  const session = text(holder.session_id, 64) ?? "unknown"
  const pid = typeof holder.pid === "number" && holder.pid > 0 ? String(holder.pid) : "?"
  const first = `parallel session lock held by ${session} (pid ${pid}) — wait or close that session first`
  if (context.repeated) return `${first}. Nothing was changed; reading still works.`
  const sentences = [
    first,
    "Nothing was changed",
    holdingSince(holder, context, holder.session_id === sessionId),
    untilWhen(context),
    "Reading and searching still work",
    "Next: go on with what changes nothing here, wait for that session's turn to end, work in a git worktree of your own, or tell the user",
  ]
  return sanitize(`${sentences.filter(Boolean).join(". ")}.`, REASON_MAX_LENGTH)
}

function holdingSince(
  holder: Readonly<Record<string, unknown>>,
  { now, workspace, branch, host }: DenialContext,
  sameSession: boolean,
): string {
  const there = text(host, 60)
  const who = sameSession
    ? "This same session is open in another process, which"
    : `That session${there ? ` on host ${there}` : ""}`
  const where = text(workspace, 120) ?? "this workspace"
  const on = text(branch, 60)
  const since = now === undefined ? null : ago(holder.held_since, now)
  const active = now === undefined ? null : ago(holder.acquired_at, now)
  const when = [since && `since ${since} ago`, active && `last active ${active} ago`]
    .filter(Boolean)
    .join(", ")
  return `${who} is changing ${where}${on ? ` (branch ${on})` : ""}${when ? `: ${when}` : ""}`
}

function untilWhen({ now, heldUntil }: DenialContext): string {
  if (now === undefined || heldUntil === undefined) return "The lock ends with its turn"
  return `The lock ends with its turn, in ${duration(heldUntil - now)} at the latest unless it goes on working`
}

function ago(at: unknown, now: number): string | null {
  return typeof at === "number" && Number.isFinite(at) ? duration(now - at) : null
}

/** A length of time as a person says it, rounded up so that nobody is told to come too early. */
function duration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  if (seconds < 100) return `${seconds} s`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 100 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`
}

function text(value: unknown, max: number): string | null {
  if (typeof value !== "string") return null
  const clean = sanitize(value, max).replace(/\s+/g, " ").trim()
  return clean === "" ? null : clean
}
