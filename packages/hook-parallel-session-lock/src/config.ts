import { LOCK_DEFAULT_TTL_MS } from "@router-gate/lock-core"

/** What may be set. */
export interface GateConfig {
  /** How long a lease binds after the last call of its session, ms. */
  readonly ttlMs: number
}

const MIN_TTL_MS = 500
const MAX_TTL_MS = 24 * 60 * 60 * 1000

/** Reads `ROUTER_GATE_TTL_MS`; what makes no sense is left at its default. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): GateConfig {
  const ttlMs = Number(env.ROUTER_GATE_TTL_MS)
  const usable = ttlMs >= MIN_TTL_MS && ttlMs <= MAX_TTL_MS
  return { ttlMs: usable ? Math.floor(ttlMs) : LOCK_DEFAULT_TTL_MS }
}
