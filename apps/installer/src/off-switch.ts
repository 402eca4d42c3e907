import { isSwitchedOff, offSwitchPath, parseOffSwitch } from "./hooks.ts"
import { readText } from "./read-text.ts"

/** The switch while it is off. */
export interface OffSwitchState {
  /** Epoch ms; null: until somebody switches it on. */
  until: number | null
  /** Epoch ms; null where the switch does not say. */
  since: number | null
  path: string
}

/** Looks at the switch that the hook looks at; null: on. */
export function readOffSwitch(configDir: string, now: number): OffSwitchState | null {
  const path = offSwitchPath(configDir)
  const text = readText(path)
  if (text === null || !isSwitchedOff(text, now)) return null
  return { until: parseOffSwitch(text).until, since: sinceOf(text), path }
}

function sinceOf(text: string): number | null {
  try {
    const since: unknown = (JSON.parse(text) as { since?: unknown } | null)?.since
    return typeof since === "number" && Number.isFinite(since) ? since : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
