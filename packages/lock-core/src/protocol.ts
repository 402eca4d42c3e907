import type { Liveness, ProcessIdentity } from "./liveness.ts"
import { type Circumstances, type Claim, type Plan, planAcquire, planRefresh, planRelease } from "./plan.ts"
import type { AcquireResult, RefreshResult, ReleaseResult } from "./results.ts"
import { type LockIo, LockStoreError, type StoredLock } from "./store.ts"

/**
 * Takes the lock for the claim's holder, or says who holds it. The holder itself may acquire as often as it likes: the
 * lease is renewed and its token stays. A lease that no longer binds is taken over under a new token.
 * @throws LockStoreError when the store cannot answer
 */
export async function acquire(key: string, claim: Claim, io: LockIo): Promise<AcquireResult> {
  const result = await transition(key, io, (stored, at) => planAcquire(stored, claim, at))
  if (result.acquired || !io.describeLock) return result
  return { ...result, holder: { ...result.holder, ...(await io.describeLock(key, result.holder)) } }
}

/**
 * Extends the claim's own lease from now on. Never takes a lock, free or not, and never extends another's.
 * @throws LockStoreError when the store cannot answer
 */
export function refresh(key: string, claim: Claim, io: LockIo): Promise<RefreshResult> {
  return transition(key, io, (stored, at) => planRefresh(stored, claim, at))
}

/**
 * Gives the claim's own lease back. Never frees another's; releasing twice is harmless.
 * @throws LockStoreError when the store cannot answer
 */
export function release(key: string, claim: Claim, io: LockIo): Promise<ReleaseResult> {
  return transition(key, io, (stored, at) => planRelease(stored, claim, at))
}

/** Losing this often in a row means that something other than rivals keeps changing the lock. */
const MAX_ATTEMPTS = 200

/**
 * Read, decide, change if nothing else has: until a decision stands. Every lost attempt means that somebody else's
 * change took effect, so rivals cannot hold each other up for ever.
 */
async function transition<Result>(
  key: string,
  io: LockIo,
  plan: (stored: StoredLock | null, at: Circumstances) => Plan<Result>,
): Promise<Result> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const stored = await io.readLock(key)
    const step = plan(stored, circumstances(io))
    if (step.do === "nothing") return step.result
    const version = stored?.version ?? null
    const done =
      step.do === "write"
        ? await io.writeLock(key, step.next, version)
        : await io.deleteLock(key, version as string)
    if (done) return step.result
    await io.pause?.(attempt)
  }
  throw new LockStoreError("CONTENDED", `the lock changed under every one of ${MAX_ATTEMPTS} attempts`, {
    path: key,
  })
}

/** Asks the clock after the read, so that a lease is never judged by a time before it was written. */
export function circumstances(io: LockIo): Circumstances {
  const seen = new Map<number, Liveness>() // one decision looks at one process, perhaps twice
  return {
    now: io.now(),
    judge(process: ProcessIdentity) {
      const verdict = seen.get(process.pid) ?? io.judge?.(process) ?? "unknown"
      seen.set(process.pid, verdict)
      return verdict
    },
    isAncestor: (ancestor, process) => io.isAncestor?.(ancestor, process) ?? false,
  }
}
