import { resolve } from "node:path"
import { fileJournal } from "@router-gate/hook-runtime"
import type { LockRecord } from "@router-gate/lock-core"
import { refuseInsideAgent } from "../agent-session.ts"
import type { CommandInput } from "../command.ts"
import { describeHolder } from "../describe-holder.ts"
import { readGateConfig } from "../gate-config.ts"
import type { Ink } from "../ink.ts"
import { type LockPlace, locksOf, lookAtLock, type Onlooker } from "../look-at-lock.ts"
import { printable } from "../printable.ts"
import { Refusal } from "../refusal.ts"
import { askRemote, remoteLockOf } from "../remote-lease.ts"

/** What `unlock` did. */
export interface UnlockResult {
  command: "unlock"
  outcome: "unlocked" | "free"
  workspace: string
  /** The leases that are no more, and why they could go. */
  freed: Freed[]
}

/** One lease that was freed. */
export interface Freed {
  session_id: string
  pid: number
  because: "own" | "dead" | "expired" | "forced"
  /** Where it was, if not on this machine alone: in the store that several hosts share, under this name. */
  remote?: { store: string; key: string }
}

/** Frees the workspace of a path from a lease that is one's own or binds nobody; with `--force` from any. */
export async function unlock(input: CommandInput): Promise<UnlockResult> {
  const { environment, terminal, argument = "." } = input
  const { workspace, places } = locksOf(resolve(terminal.cwd(), argument), environment)
  const onlooker = { pid: terminal.pid, sessionId: environment.env.CLAUDE_CODE_SESSION_ID }
  const mayForce = (lock: LockRecord): void => {
    if (!input.force) throw binding(workspace, lock)
    refuseInsideAgent(input, "take another session's lease away")
  }
  const freed: Freed[] = []
  for (const place of places) {
    const one = await free(place, onlooker, mayForce)
    if (!one) continue
    freed.push(one)
    log(input, workspace, one)
  }
  const remote = remoteLockOf(workspace, readGateConfig(environment).config, environment)
  if (remote && remote.key !== null) {
    const { key, store } = remote
    const one = await askRemote(remote, (io) => free({ key, io }, onlooker, mayForce))
    if (one) {
      remote.forget(one.session_id)
      freed.push({ ...one, remote: { store, key } })
      log(input, key, one)
    }
  }
  return { command: "unlock", outcome: freed.length > 0 ? "unlocked" : "free", workspace, freed }
}

/** How often a lock may move on under us before we leave it to those who move it. */
const ATTEMPTS = 20

/**
 * Frees one lock in the very state that was judged, or not at all.
 * @param mayForce throws if a lease that binds is not to be taken away
 */
export async function free(
  place: LockPlace,
  onlooker: Onlooker,
  mayForce: (lock: LockRecord) => void,
): Promise<Freed | null> {
  let meant: LockRecord | undefined
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const sight = await lookAtLock(place, onlooker)
    // Whoever it was meant for is gone: the next holder is none of our business.
    if (sight.state === "free") return null
    if (meant && meant.token !== sight.lock.token) throw movedOn(sight.lock)
    meant = sight.lock
    if (sight.state === "held") mayForce(sight.lock)
    if (await place.io.deleteLock(place.key, sight.version)) {
      const because = sight.state === "stale" ? sight.because : sight.state === "mine" ? "own" : "forced"
      return { session_id: sight.lock.session_id, pid: sight.lock.pid, because }
    }
  }
  throw movedOn(meant as LockRecord)
}

/** Says in plain words what became of the lease. */
export function unlockText({ workspace, freed }: UnlockResult, ink: Ink): string {
  if (freed.length === 0) return `${ink.green("Nothing to do.")} Nobody holds ${printable(workspace)}\n`
  return freed
    .map(({ session_id, pid, because, remote }) => {
      const place = remote ? `${printable(remote.key)} in ${remote.store}` : printable(workspace)
      const who = `session ${printable(session_id, 80)}${pid > 0 ? ` (pid ${pid})` : ""}`
      const hurt =
        because === "forced"
          ? `\n${ink.yellow("It was at work")}, does not know, and may still be writing: its next changing call takes the workspace again or is denied.`
          : ""
      return `${ink.green("Unlocked")} ${place}: ${SENTENCES[because](who)}.${hurt}\n`
    })
    .join("")
}

const SENTENCES: Record<Freed["because"], (who: string) => string> = {
  own: (who) => `the lease of this session, ${who}`,
  dead: (who) => `${who} is gone`,
  expired: (who) => `the lease of ${who} had expired`,
  forced: (who) => `the lease of ${who} was taken away`,
}

function log({ environment }: CommandInput, workspace: string, { session_id, pid, because }: Freed): void {
  const journal = fileJournal({ dirs: () => [environment.gateDir] })
  const what = because === "forced" ? "unlocked by force" : "unlocked"
  journal.log({ level: "info", what, workspace, holder: session_id, holderPid: pid, because })
}

function binding(workspace: string, lock: LockRecord): Refusal {
  return new Refusal({
    code: "LEASE_BINDS",
    path: workspace,
    cause: `held by ${describeHolder(lock)}, which is at work as far as can be told`,
    remedy:
      "Wait for it (router-gate wait), or add --force: that session may then be changing files beside another.",
  })
}

function movedOn(lock: LockRecord): Refusal {
  return new Refusal({
    code: "LOCK_MOVED_ON",
    cause: `the lock changed hands meanwhile; now it is with ${describeHolder(lock)}`,
    remedy: "Nothing was changed. Look again: router-gate status.",
  })
}
