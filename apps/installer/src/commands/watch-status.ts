import { isDeepStrictEqual } from "node:util"
import type { Answer, CommandInput } from "../command.ts"
import { interruptible, paused } from "../interruption.ts"
import { clock } from "../printable.ts"
import { isScreen, openScreen } from "../screen/screen.ts"
import { type StatusResult, status } from "./status.ts"
import { watchedText } from "./status-text.ts"

const EVERY_MS = 1_000
/** When a lease ends is computed from two clocks, and comes out a little different each time. */
const CLOCK_NOISE_MS = 1_000

/**
 * Shows the status until somebody ends it: on a terminal in place, else anew whenever a fact has changed, so that a
 * pipe or a file gets a history.
 */
export async function watchStatus(input: CommandInput): Promise<Answer> {
  const { terminal, environment, json } = input
  const show = !json && isScreen(terminal.stdout, environment.env) ? inPlace : oneByOne
  await interruptible(terminal, (signal) => show(input, signal))
  return { json: null, text: () => "", exitCode: 130 }
}

async function inPlace(input: CommandInput, signal: AbortSignal): Promise<void> {
  const screen = openScreen(input.terminal.stdout)
  try {
    do {
      screen.draw(frameOf(await status(input), Date.now(), input))
    } while (await paused(EVERY_MS, signal))
  } finally {
    screen.close()
  }
}

async function oneByOne(input: CommandInput, signal: AbortSignal): Promise<void> {
  const { json, terminal } = input
  let shown: StatusResult | undefined
  do {
    const result = await status(input)
    if (shown && isSame(shown, result)) continue
    const at = Date.now()
    if (json) terminal.stdout.write(`${JSON.stringify({ at, ...result })}\n`)
    else terminal.stdout.write(`${shown ? "\n" : ""}${frameOf(result, at, input)}`)
    shown = result
  } while (await paused(EVERY_MS, signal))
}

function frameOf(result: StatusResult, at: number, { ink }: CommandInput): string {
  return `${ink.dim(clock(at))}  ${watchedText(result, ink)}`
}

/** Tells whether two looks saw the same facts. */
export function isSame(one: StatusResult, other: StatusResult): boolean {
  const ends = (result: StatusResult): number[] => result.leases.map((lease) => lease.binds_until)
  const rest = (result: StatusResult): object => ({
    ...result,
    leases: result.leases.map((lease) => ({ ...lease, binds_until: null })),
  })
  return (
    isDeepStrictEqual(rest(one), rest(other)) &&
    ends(one).every((end, index) => Math.abs(end - (ends(other)[index] ?? end)) < CLOCK_NOISE_MS)
  )
}
