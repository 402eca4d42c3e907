import { type Claim, planAcquire } from "./plan.ts"
import { circumstances } from "./protocol.ts"
import type { LockRecord } from "./record.ts"
import type { Held } from "./results.ts"
import type { Staleness } from "./stale.ts"
import type { LockIo } from "./store.ts"

/** A lock as it stands to one who might claim it. By the time it is looked at, it may be another. */
export type LockView =
  | { readonly state: "free" }
  | { readonly state: "own"; readonly lock: LockRecord }
  | { readonly state: "stale"; readonly lock: LockRecord; readonly because: NonNullable<Staleness> }
  | ({ readonly state: "held" } & Held)

/**
 * Looks at a lock as `acquire` would, and changes nothing.
 * @throws LockStoreError when the store cannot answer
 */
export async function inspect(key: string, claim: Claim, io: LockIo): Promise<LockView> {
  const stored = await io.readLock(key)
  const record = stored?.record ?? null
  if (!record) return { state: "free" }
  const described = { ...record, ...(await io.describeLock?.(key, record)) }
  const { result } = planAcquire(stored, claim, circumstances(io))
  if (!result.acquired) return { ...result, state: "held", holder: described }
  if (result.takenOver) return { state: "stale", lock: described, because: result.takenOver.because }
  return { state: "own", lock: described }
}
