import { setTimeout as sleep } from "node:timers/promises"
import type { Terminal } from "./command.ts"
import { errnoOf } from "./errno.ts"

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const

/**
 * Runs something that a person may end: by Ctrl-C, by a signal, or by closing what reads its output. It learns of that by
 * the signal that it is given, and comes to its end by itself.
 */
export async function interruptible<T>(
  terminal: Pick<Terminal, "on" | "off" | "stdout">,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const interruption = new AbortController()
  const interrupt = (): void => interruption.abort()
  const failed = (error: Error): void => {
    if (errnoOf(error) !== "EPIPE") throw error
    interrupt()
  }
  for (const signal of SIGNALS) terminal.on(signal, interrupt)
  terminal.stdout.on?.("error", failed)
  try {
    return await run(interruption.signal)
  } finally {
    for (const signal of SIGNALS) terminal.off(signal, interrupt)
    terminal.stdout.off?.("error", failed)
  }
}

/** Waits; false when it was cut short. */
export async function paused(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, undefined, { signal })
    return true
  } catch (error) {
    if (signal.aborted) return false
    throw error
  }
}
