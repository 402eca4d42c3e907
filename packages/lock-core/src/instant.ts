import { bootClockId } from "./boot.ts"

/** A reading of every clock that a lease is judged by. Whole milliseconds, rounded down. */
export interface Instant {
  /** Wall clock, epoch milliseconds. Comparable between boots and hosts, and may jump. */
  readonly wallMs: number
  /** A clock that all processes of one boot share and that never jumps; null where there is none. */
  readonly monoMs: number | null
  /** The boot that `monoMs` belongs to; null where it cannot be told. */
  readonly bootId: string | null
}

/** Reads the system's clocks. `process.hrtime` counts from the boot, the same for every process of it. */
export function systemInstant(): Instant {
  const [seconds, nanoseconds] = process.hrtime()
  return {
    wallMs: Date.now(),
    monoMs: seconds * 1000 + Math.floor(nanoseconds / 1e6),
    bootId: bootClockId(),
  }
}
