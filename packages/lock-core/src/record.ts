import { LockStoreError } from "./store.ts"

/** How long a lease binds after the last acquire or refresh, unless the claim says otherwise: 5 minutes. */
export const LOCK_DEFAULT_TTL_MS: number = 5 * 60 * 1000

/** The longest that any lease binds without being renewed, whatever was asked for or written down: 7 days. */
export const MAX_LEASE_MS: number = 7 * 24 * 60 * 60 * 1000

/**
 * What is stored about a lease. The five fields in snake case without a question mark are the fixed format
 * (`schema_version` 1); a reader that knows only those judges a record rightly: it binds until
 * `acquired_at + ttl_ms`. Readers ignore fields that they do not know.
 */
export interface LockRecord {
  readonly schema_version: 1
  readonly session_id: string
  /** The holding agent's process, never a helper's. 0 when it is not known. */
  readonly pid: number
  /** Wall clock, epoch ms, of the last acquire or refresh. */
  readonly acquired_at: number
  /** How long the lease binds from `acquired_at`, at the most. */
  readonly ttl_ms: number

  /** The fencing token: grows with every change of holder, stays through renewals. */
  readonly token?: number
  /** When the holder was granted this token, epoch ms. */
  readonly held_since?: number
  /** The process's start time, in the platform's own units; with pid and boot it names a process for ever. */
  readonly process_start?: string
  readonly boot_id?: string
  readonly pid_namespace?: string
  /** First millisecond of `boot_id`'s monotonic clock at which the lease no longer binds. */
  readonly mono_expires_at?: number
  /** Calls of unknown length under way. While there are any, a living holder keeps an expired lease… */
  readonly in_flight?: number
  /** …up to this millisecond of the monotonic clock. */
  readonly in_flight_until?: number

  /** For people only; nothing is decided by these. */
  readonly client?: string
  readonly host?: string
  readonly workspace?: string
  readonly branch?: string
  readonly tool?: string
}

/** The fields of a record that are shown and never decided by. */
export type LockDetails = Pick<LockRecord, "client" | "host" | "workspace" | "branch" | "tool">

/** The fields of a record that are for people. */
export function detailsOf({ client, host, workspace, branch, tool }: LockDetails): LockDetails {
  const all = Object.entries({ client, host, workspace, branch, tool })
  return Object.fromEntries(all.filter(([, value]) => value !== undefined))
}

/** The wall-clock millisecond, by the record's own word, from which it no longer binds. */
export function wallExpiryOf(record: LockRecord): number {
  // One past the end: the clocks are rounded down, so the holder may be up to 1 ms later than it wrote.
  return record.acquired_at + record.ttl_ms + 1
}

/** A record as the text that is stored beside a lock: JSON with a final newline. */
export function formatRecord(record: LockRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`
}

/**
 * Reads a record. Text that is no record holds nobody back: null. A record of a later schema is not ours to judge.
 * @throws LockStoreError `FUTURE_RECORD`
 */
export function parseRecord(text: string, path?: string): LockRecord | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null
  const fields = value as Record<string, unknown>
  const schema = fields.schema_version
  if (typeof schema === "number" && schema > 1) {
    throw new LockStoreError(
      "FUTURE_RECORD",
      `this lock record has schema_version ${schema}; only 1 is known`,
      {
        path,
      },
    )
  }
  const { session_id, pid, ttl_ms } = fields
  const acquired_at = toEpochMs(fields.acquired_at)
  if (schema !== 1 || typeof session_id !== "string" || acquired_at === null) return null
  if (typeof ttl_ms !== "number" || !Number.isFinite(ttl_ms) || ttl_ms < 0) return null
  return {
    ...optionalFields(fields),
    schema_version: 1,
    session_id,
    pid: isCount(pid) && pid <= MAX_PID ? pid : 0,
    acquired_at,
    ttl_ms: Math.min(Math.ceil(ttl_ms), MAX_LEASE_MS),
  }
}

/** Windows has pids of up to 32 bits. */
const MAX_PID = 0xffff_ffff

/** Older writers may have put an ISO date where we put epoch milliseconds. */
function toEpochMs(value: unknown): number | null {
  const ms = typeof value === "string" ? Date.parse(value) : value
  return typeof ms === "number" && isCount(Math.floor(ms)) ? Math.floor(ms) : null
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0
}

const OPTIONAL_NUMBERS = ["token", "held_since", "mono_expires_at", "in_flight", "in_flight_until"] as const
/** Names of the system's things: they are compared, and stand in file names. */
const OPTIONAL_NAMES = ["process_start", "boot_id", "pid_namespace"] as const
const OPTIONAL_TEXTS = ["client", "host", "workspace", "branch", "tool"] as const

function optionalFields(fields: Record<string, unknown>): Partial<LockRecord> {
  const kept: Record<string, unknown> = {}
  for (const name of OPTIONAL_NUMBERS) if (isCount(fields[name])) kept[name] = fields[name]
  for (const name of OPTIONAL_NAMES) if (isName(fields[name])) kept[name] = fields[name]
  for (const name of OPTIONAL_TEXTS) if (typeof fields[name] === "string") kept[name] = fields[name]
  return kept
}

function isName(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-z]{1,12}$/.test(value)
}
