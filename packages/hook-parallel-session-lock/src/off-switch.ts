import { join } from "node:path"
import { stateDir } from "./places.ts"

/** The switch as it lies on disk. */
export interface OffSwitch {
  /** Epoch ms at which the gate is on again by itself; null: when somebody switches it on. */
  readonly until: number | null
}

/** On disk, because a changed environment would not reach sessions that are running. */
export function offSwitchPath(configDir: string): string {
  return join(stateDir(configDir), "off")
}

/** Reads the switch. A switch that cannot be read means off: somebody put it there. */
export function parseOffSwitch(text: string): OffSwitch {
  try {
    const until: unknown = (JSON.parse(text) as { until?: unknown } | null)?.until
    return { until: typeof until === "number" && Number.isFinite(until) ? until : null }
  } catch {
    return { until: null }
  }
}

/** Whether the gate is switched off on disk. `text` is the switch's contents, null when there is none. */
export function isSwitchedOff(text: string | null, now: number): boolean {
  if (text === null) return false
  const { until } = parseOffSwitch(text)
  return until === null || now < until
}
