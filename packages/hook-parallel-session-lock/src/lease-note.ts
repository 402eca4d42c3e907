import { type ProcessIdentity, TOOL_MARGIN_MS } from "@router-gate/lock-core"
import { ownerInName } from "@router-gate/lock-core/stores/file"
import { COMMAND_TIMEOUT_MS } from "./call.ts"
import type { GateDeps, SessionCall } from "./gate-deps.ts"

/** A small file in which the launcher finds the lease of a session (launcher/hot-path.sh reads it). */
export interface LeaseNote {
  /** Null when there is none. */
  read(): string | null
  /** @param untilMs the time by the wall clock that the file has, ms since the epoch: the launcher compares it with now */
  write(text: string, untilMs?: number): void
  remove(): void
  /**
   * By how many milliseconds the kernel's uptime, which a shell can read, is ahead of the clock that leases are judged by:
   * the time that the machine was suspended. Null where there is no such clock.
   */
  suspendedMs(): number | null
}

/** What is noted of a lease on this machine. */
export interface LocalNote {
  readonly workspace: string
  /** The first line, without its end: whose the lease is, and its terms. */
  readonly terms: string
  /** What follows it: the workspace, and the directory of the lock's state. */
  readonly place: string
  /** The note as it is. */
  readonly before: string | null
}

/** For a launcher that may never let a lease be after a call. */
const NEVER = 10 ** 15

/**
 * How much of a lease must be left, ms, for a launcher to let a call begin with it as it is, and to let it be after one.
 * So a session that works always has most of its lease before it, as if every call had extended it.
 */
export function renewalTerms(
  ttlMs: number,
  env: Readonly<Record<string, string | undefined>>,
): { beforeMs: number; afterMs: number } {
  const declaredMs = Math.ceil(Number(env.BASH_DEFAULT_TIMEOUT_MS))
  const commandMs = declaredMs > 0 ? declaredMs : COMMAND_TIMEOUT_MS
  return {
    beforeMs: Math.max(commandMs + TOOL_MARGIN_MS, Math.ceil(ttlMs * 0.6)),
    afterMs: Math.ceil(ttlMs * 0.8),
  }
}

/** Whose a lease is, as the name of its state says it; null where that cannot be told for certain. */
export function ownerFor({ sessionId }: SessionCall, client: ProcessIdentity): string | null {
  if (!client.start || !client.bootId) return null
  return ownerInName({
    session_id: sessionId,
    pid: client.pid,
    process_start: client.start,
    boot_id: client.bootId,
    ...(client.pidNamespace && { pid_namespace: client.pidNamespace }),
  })
}

/**
 * Notes the lease that a call was granted, so that the launcher can renew it without starting Node. A session that changes
 * several workspaces in one turn has its leases looked after here after every call. Where a store has to hear of a lease as
 * well, the note also says until when it need not.
 */
export function noteLease(workspaces: readonly string[], call: SessionCall, deps: GateDeps): void {
  const { note, client, config, env } = deps
  const [workspace] = workspaces
  const owner = client && ownerFor(call, client)
  if (!note || !workspace || !owner || !client.start || /[\n\\]/.test(workspace)) return
  const before = note.read()
  const [noted = "", notedWorkspace] = before?.split("\n") ?? []
  const [notedOwner, , notedSuspendedMs, , notedAfterMs] = noted.split(" ")
  const isNoted = notedOwner === owner
  const isSame = isNoted && notedWorkspace === workspace
  const isSeveral = workspaces.length > 1 || (isNoted && (!isSame || notedAfterMs === `${NEVER}`))
  const suspendedMs = isSame ? notedSuspendedMs : note.suspendedMs()
  if (suspendedMs === null) return
  const { beforeMs, afterMs } = renewalTerms(config.ttlMs, env)
  const start = Number.parseInt(client.start, 36)
  const terms = [owner, start, suspendedMs, beforeMs, isSeveral ? NEVER : afterMs].join(" ")
  const place = `\n${workspace}\n${deps.lockOf(workspace).stateDir}\n`
  if (config.store) deps.loadRarely().noteShared({ terms, place, before, workspace }, call, deps)
  else if (before !== terms + place) note.write(terms + place)
}
