import { isSameBoot } from "./boot.ts"
import type { LockRecord } from "./record.ts"

/**
 * A process, named so that no later process is taken for it: the pid alone is reused. What is not known is absent, and
 * then nothing is concluded from it.
 */
export interface ProcessIdentity {
  readonly pid: number
  /** When it started, in the platform's own units. */
  readonly start?: string
  readonly bootId?: string
  readonly pidNamespace?: string
}

/**
 * `alive`: provably the very process. `exists`: a process with that pid, on the right machine, of unknown age.
 * `dead`: provably gone. `unknown`: cannot be told from here.
 */
export type Liveness = "alive" | "exists" | "dead" | "unknown"

/** One look at a process. */
export interface InspectedProcess {
  readonly start: string
  /** Dead and not yet waited for. */
  readonly finished: boolean
  readonly parentPid: number
  /** The short name that it goes by. */
  readonly name: string
}

/** What can be asked about processes from inside this one. */
export interface ProcessProbes {
  bootId(): string | null
  /** Names the pid namespace; null on systems that have none. */
  pidNamespace(): string | null
  /** Whether a process with that pid exists, its own or another user's. */
  exists(pid: number): boolean
  /** State and start time, or null where they cannot be read (gone, hidden, or no such source). */
  inspect(pid: number): InspectedProcess | null
}

/** Names a process from inside its own pid namespace. Null for what is no pid. */
export function identifyProcess(pid: number, probes: ProcessProbes): ProcessIdentity | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null
  const start = probes.inspect(pid)?.start
  const bootId = probes.bootId()
  const pidNamespace = probes.pidNamespace()
  return {
    pid,
    ...(start !== undefined && { start }),
    ...(bootId !== null && { bootId }),
    ...(pidNamespace !== null && { pidNamespace }),
  }
}

/** The process that a record was written for; null when it names none. */
export function processOf(record: LockRecord): ProcessIdentity | null {
  if (record.pid <= 0) return null
  return {
    pid: record.pid,
    ...(record.process_start !== undefined && { start: record.process_start }),
    ...(record.boot_id !== undefined && { bootId: record.boot_id }),
    ...(record.pid_namespace !== undefined && { pidNamespace: record.pid_namespace }),
  }
}

/** Whether pids of the two can be compared at all: one boot of one machine, one pid namespace. */
export function isSamePlace(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return isSameBoot(one.bootId, other.bootId) && one.pidNamespace === other.pidNamespace
}

/** Whether the two are provably one process. Missing knowledge is no proof. */
export function isSameProcess(one: ProcessIdentity | null, other: ProcessIdentity | null): boolean {
  if (!one || !other || one.pid !== other.pid || !isSamePlace(one, other)) return false
  return one.start !== undefined && one.start === other.start
}

/**
 * Judges whether a process still runs. Death is only ever concluded from proof: no such pid, a zombie, or another start
 * time, seen in the boot and pid namespace that the process was named in.
 */
export function judgeLiveness(process: ProcessIdentity, probes: ProcessProbes): Liveness {
  const here: ProcessIdentity = { pid: process.pid, ...place(probes) }
  if (!isSamePlace(process, here)) return "unknown"
  if (!probes.exists(process.pid)) return "dead"
  const seen = probes.inspect(process.pid)
  if (!seen) return "exists"
  if (seen.finished) return "dead"
  if (process.start === undefined) return "exists"
  return seen.start === process.start ? "alive" : "dead"
}

function place(probes: ProcessProbes): Pick<ProcessIdentity, "bootId" | "pidNamespace"> {
  const bootId = probes.bootId()
  const pidNamespace = probes.pidNamespace()
  return { ...(bootId !== null && { bootId }), ...(pidNamespace !== null && { pidNamespace }) }
}

/** How far up a process tree is followed; deeper than any real chain of shells and clients. */
const MAX_ANCESTORS = 64

/** The pids above `pid`, nearest first, as far as they can be seen. */
export function ancestorsOf(pid: number, probes: Pick<ProcessProbes, "inspect">): number[] {
  const chain: number[] = []
  for (let at = pid; chain.length < MAX_ANCESTORS; ) {
    const parent = probes.inspect(at)?.parentPid
    if (!parent || parent <= 0 || chain.includes(parent)) break
    chain.push(parent)
    at = parent
  }
  return chain
}

/** Whether `ancestor` provably runs and is above `process` in the process tree (or is it). */
export function isAncestorProcess(
  ancestor: ProcessIdentity,
  process: ProcessIdentity,
  probes: ProcessProbes,
): boolean {
  if (judgeLiveness(ancestor, probes) !== "alive" || !isSamePlace(ancestor, process)) return false
  for (let at = process.pid, steps = 0; steps < MAX_ANCESTORS; steps++) {
    if (at === ancestor.pid) return true
    const seen = probes.inspect(at)
    // Nobody is older than what it descends from: past the first who is, the ancestor can only have been missed.
    if (!seen || seen.parentPid <= 0 || isOlder(seen.start, ancestor.start)) return false
    at = seen.parentPid
  }
  return false
}

/** Start times of one platform, in base 36, as numbers. */
function isOlder(start: string, than: string | undefined): boolean {
  return than !== undefined && Number.parseInt(start, 36) < Number.parseInt(than, 36)
}
