import type { Instant } from "@router-gate/lock-core"
import type { Lease } from "../leases.ts"
import { type Finding, finding } from "./finding.ts"

/** What leases are judged by: a clock that all processes of this boot share and nobody can set, or the wall clock. */
export interface ClockFacts {
  source: "boot" | "wall"
  boot: string | null
}

/** Two clocks of one machine, or of two that keep time, differ by less. */
const TOLERANCE_MS = 60_000

/** Looks for leases from the future: one of the clocks that wrote and read them is wrong. */
export function checkClock(
  now: Instant,
  leases: readonly Lease[],
): { findings: Finding[]; clock: ClockFacts } {
  const source = now.monoMs === null || now.bootId === null ? "wall" : "boot"
  const ahead = leases.filter(({ acquired_at }) => acquired_at - now.wallMs > TOLERANCE_MS)
  const findings = ahead.map(({ workspace, acquired_at, pid }) => {
    const minutes = Math.round((acquired_at - now.wallMs) / 60_000)
    const sentence = `a lease on ${workspace ?? "a workspace"} was taken ${minutes} minutes from now (pid ${pid})`
    return finding("CLOCK_WRONG", "wrong", sentence)
  })
  return { findings, clock: { source, boot: now.bootId } }
}
