/** The end that one call has, for everything that it asks. */
export interface Deadline {
  /** Aborts when the time is up. */
  readonly signal: AbortSignal
  leftMs(): number
}

/** A deadline so long from now, by a clock that nobody sets. */
export function deadlineIn(timeoutMs: number): Deadline {
  const endsAt = performance.now() + timeoutMs
  return {
    signal: AbortSignal.timeout(timeoutMs),
    leftMs: () => Math.max(0, endsAt - performance.now()),
  }
}
