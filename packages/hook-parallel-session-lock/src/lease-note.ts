import { TOOL_MARGIN_MS } from "@router-gate/lock-core"
import { ownerInName } from "@router-gate/lock-core/stores/file"
import { COMMAND_TIMEOUT_MS } from "./call.ts"
import type { GateDeps, SessionCall } from "./gate-deps.ts"

/** A small file in which the launcher finds the lease of a session (launcher/hot-path.sh reads it). */
export interface LeaseNote {
  /** Null when there is none. */
  read(): string | null
  write(text: string): void
  remove(): void
  /**
   * By how many milliseconds the kernel's uptime, which a shell can read, is ahead of the clock that leases are judged by:
   * the time that the machine was suspended. Null where there is no such clock.
   */
  suspendedMs(): number | null
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

/**
 * Notes the lease that a call was granted, so that the launcher can renew it without starting Node. A session that changes
 * several workspaces in one turn has its leases looked after here after every call. A lease that a store has to hear of
 * as well is never noted: the launcher would not renew it there.
 */
export function noteLease(workspaces: readonly string[], { sessionId }: SessionCall, deps: GateDeps): void {
  const { note, client, config, env } = deps
  const [workspace] = workspaces
  if (!note || config.store || !workspace || !client?.start || !client.bootId || /[\n\\]/.test(workspace))
    return
  const owner = ownerInName({
    session_id: sessionId,
    pid: client.pid,
    process_start: client.start,
    boot_id: client.bootId,
    ...(client.pidNamespace && { pid_namespace: client.pidNamespace }),
  })
  const [terms = "", noted, stateDir] = note.read()?.split("\n") ?? []
  const isNoted = terms.startsWith(`${owner} `)
  const place = deps.lockOf(workspace).stateDir
  const isSeveral = workspaces.length > 1 || (isNoted && noted !== workspace)
  if (isNoted && noted === workspace && stateDir === place && (!isSeveral || terms.endsWith(` ${NEVER}`)))
    return
  const suspendedMs = note.suspendedMs()
  if (suspendedMs === null) return
  const { beforeMs, afterMs } = renewalTerms(config.ttlMs, env)
  const start = Number.parseInt(client.start, 36)
  const line = [owner, start, suspendedMs, beforeMs, isSeveral ? NEVER : afterMs].join(" ")
  note.write(`${line}\n${workspace}\n${place}\n`)
}
