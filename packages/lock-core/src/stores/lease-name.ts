import { type LockRecord, MAX_LEASE_MS, wallExpiryOf } from "../record.ts"
import { sessionLabel } from "../workspace.ts"

/**
 * One state of a lock as a file name of `[a-z0-9._-]`, at most 143 bytes (what an encrypted home directory allows):
 *
 *     b1.<generation>.<h|f>.<token>.<session>.<pid>.<start>.<boot>.<pidns>.<monoExpiry>.<wallExpiry>.<inFlight>.<nonce>
 *
 * `h` held, `f` free. Generation, pid and monoExpiry are decimal, so that a shell can calculate with them; the other
 * numbers are base 36. `0` stands for what is not known. inFlight is `0` or `<count>-<until>`.
 */
export interface LeaseName {
  readonly generation: number
  /** The highest token ever granted on this lock. */
  readonly token: number
  /** Null: free. */
  readonly record: LockRecord | null
}

const FORMAT = "b1"

/** Writes the name of a state. The nonce makes it unlike every name before, even after the directory was deleted. */
export function formatLeaseName(state: LeaseName, nonce: string): string {
  const { record } = state
  const head = [FORMAT, state.generation, record ? "h" : "f", base36(state.token)]
  const lease = record
    ? [
        ownerInName(record),
        record.mono_expires_at ?? 0,
        base36(wallExpiryOf(record)),
        record.in_flight
          ? `${base36(Math.min(record.in_flight, 35))}-${base36(record.in_flight_until ?? 0)}`
          : "0",
      ]
    : Array(8).fill("0")
  const name = [...head, ...lease, nonce].join(".")
  // A name that cannot be read back would make the lock unreadable to everyone, for good.
  if (!parseLeaseName(name)) throw new TypeError(`no lease can be named ${name}`)
  return name
}

/** Whose lease it is, as a name says it: `<session>.<pid>.<start>.<boot>.<pidns>`. */
export function ownerInName(owner: LeaseOwner): string {
  const { process_start: start = "0", boot_id: boot = "0", pid_namespace: pidns = "0" } = owner
  return [sessionLabel(owner.session_id), owner.pid, start, boot, pidns].join(".")
}

/** The fields of a record that say whose lease it is. */
export type LeaseOwner = Pick<
  LockRecord,
  "session_id" | "pid" | "process_start" | "boot_id" | "pid_namespace"
>

const NAME =
  /^b1\.\d+\.[hf]\.[0-9a-z]+\.[0-9a-z_-]+\.\d+\.[0-9a-z]+\.[0-9a-z]+\.[0-9a-z]+\.\d+\.[0-9a-z]+\.(?:0|[0-9a-z]-[0-9a-z]+)\.[0-9a-z]+$/

/** How long the parts of a name may be; counted here, because V8 takes its time to compile an expression that counts. */
const MAX_LENGTHS = [2, 16, 1, 11, 40, 10, 16, 16, 12, 16, 11, 13, 16]

/** Reads a name; null for what is not one of this format. */
export function parseLeaseName(name: string): LeaseName | null {
  if (!NAME.test(name)) return null
  const parts = name.split(".")
  if (parts.some((part, index) => part.length > (MAX_LENGTHS[index] as number))) return null
  const [, generation, state, token = "", session = "", pid] = parts
  const [start = "0", boot = "0", pidns = "0", mono = "0", wall = "", inFlight = ""] = parts.slice(6)
  const head = { generation: Number(generation), token: fromBase36(token) }
  if (state === "f") return { ...head, record: null }
  // The generation is the wall clock of the last change, give or take: what the record needs is that the sum is exact.
  const expiresAt = fromBase36(wall)
  // A generation past the expiry means that the clock was set back since: when the lease was acquired is then unknown.
  const acquiredAt = head.generation < expiresAt ? head.generation : Math.max(0, expiresAt - 1 - MAX_LEASE_MS)
  const [count, until] = inFlight.split("-")
  return {
    ...head,
    record: {
      schema_version: 1,
      session_id: session,
      pid: Number(pid),
      acquired_at: acquiredAt,
      ttl_ms: expiresAt - 1 - acquiredAt,
      token: head.token,
      held_since: head.token,
      ...(start !== "0" && { process_start: start }),
      ...(boot !== "0" && { boot_id: boot }),
      ...(pidns !== "0" && { pid_namespace: pidns }),
      ...(mono !== "0" && { mono_expires_at: Number(mono) }),
      ...(until !== undefined && {
        in_flight: fromBase36(count as string),
        in_flight_until: fromBase36(until),
      }),
    },
  }
}

/** Whether a name looks like a state written by a later format than ours. */
export function isLaterFormat(name: string): boolean {
  const version = /^b(\d+)\./.exec(name)?.[1]
  return version !== undefined && Number(version) > 1
}

function base36(value: number): string {
  return Math.max(0, Math.floor(value)).toString(36)
}

function fromBase36(text: string): number {
  return Number.parseInt(text, 36)
}
