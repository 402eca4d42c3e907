import { rmSync } from "node:fs"
import { dirname } from "node:path"
import { refuseInsideAgent } from "../agent-session.ts"
import type { CommandInput } from "../command.ts"
import { makeFolder } from "../folders.ts"
import { isSwitchedOff, offSwitchPath } from "../hooks.ts"
import type { Ink } from "../ink.ts"
import { type OffSwitchState, readOffSwitch } from "../off-switch.ts"
import { clock } from "../printable.ts"
import { readText } from "../read-text.ts"
import { writeAtomically } from "../write-atomically.ts"

/** What `off` or `on` did. */
export interface SwitchResult {
  command: "off" | "on"
  outcome: "switched" | "unchanged"
  /** Null: the gate is on. */
  off: OffSwitchState | null
  notes: string[]
}

/**
 * Switches the gate off for all sessions of this user, the running ones too: the hook looks at the switch at each call.
 * Doing it again is harmless; with another time it sets that.
 */
export async function switchOff(input: CommandInput, now = Date.now()): Promise<SwitchResult> {
  refuseInsideAgent(input, "switch the gate off")
  const { configDir, folderMode } = input.environment
  const path = offSwitchPath(configDir)
  const present = readOffSwitch(configDir, now)
  const until = input.forMs === undefined ? null : now + input.forMs
  const unchanged = present !== null && present.until === until
  if (!unchanged) {
    makeFolder(dirname(path), folderMode)
    writeAtomically(path, `${JSON.stringify({ until, since: present?.since ?? now })}\n`, 0o600)
  }
  return {
    command: "off",
    outcome: unchanged ? "unchanged" : "switched",
    off: readOffSwitch(configDir, now),
    notes: [],
  }
}

/** Switches the gate on again. Says what else keeps it off. */
export async function switchOn({ environment }: CommandInput, now = Date.now()): Promise<SwitchResult> {
  const path = offSwitchPath(environment.configDir)
  const wasOff = isSwitchedOff(readText(path), now)
  rmSync(path, { force: true })
  const byEnvironment = environment.env.ROUTER_GATE === "0"
  return {
    command: "on",
    outcome: wasOff ? "switched" : "unchanged",
    off: null,
    notes: byEnvironment
      ? ["ROUTER_GATE=0 is set here: sessions that are started with it have no gate."]
      : [],
  }
}

/** Says in plain words what became of the switch. */
export function switchText({ command, outcome, off, notes }: SwitchResult, ink: Ink): string {
  const again = outcome === "unchanged" ? "already " : ""
  const lines =
    command === "on"
      ? [`The gate is ${again}${ink.green("on")}, also for running sessions from their next call on.`]
      : [
          `The gate is ${again}${ink.yellow("off")} ${untilText(off?.until ?? null)}, also for running sessions from their next call on.`,
          "Nothing keeps two sessions apart meanwhile. To switch it on: router-gate on",
        ]
  return `${[...lines, ...notes.map((note) => `${ink.yellow("Note:")} ${note}`)].join("\n")}\n`
}

/** Until when something is off. */
export function untilText(until: number | null): string {
  return until === null ? "until it is switched on" : `until ${clock(until)}`
}
