import type { LockRecord } from "@router-gate/lock-core"
import { clock, printable } from "./printable.ts"

/** Who holds a lease, in a few words. All of it comes from another session. */
export function describeHolder(record: LockRecord): string {
  const { session_id, pid, held_since, acquired_at, tool, host } = record
  const process = pid > 0 ? `pid ${pid}, ` : ""
  const last = tool ? `, last tool ${printable(tool, 60)}` : ""
  // Only a lease in a store that several hosts share says where it was taken.
  const where = host ? ` on host ${printable(host, 60)}` : ""
  return `session ${printable(session_id, 80)}${where} (${process}since ${clock(held_since ?? acquired_at)}${last})`
}
