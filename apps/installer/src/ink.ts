import picocolors from "picocolors"
import type { CliProcess } from "./environment.ts"

/** Colours for text on a terminal; each is the identity when colour is not wanted. */
export type Ink = ReturnType<typeof picocolors.createColors>

/** Decides about colour as https://no-color.org says: NO_COLOR wins, then FORCE_COLOR, then what the output is. */
export function inkFor({ env, stdout }: Pick<CliProcess, "env" | "stdout">): Ink {
  const isTerminal = stdout.isTTY === true && env.TERM !== "dumb"
  return picocolors.createColors(!env.NO_COLOR && (Boolean(env.FORCE_COLOR) || isTerminal))
}
