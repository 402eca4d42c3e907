import fs from "node:fs"
import { CALLS } from "../lib/store-calls.mjs"
import { stall } from "../lib/time.mjs"

const CHANGES = new Set(["renameSync", "mkdirSync", "writeFileSync", "unlinkSync"])

/**
 * The file-system calls of a lock, with a chance of a delay or of this process's sudden death before and after each.
 * `die` must write down that it happens and not return.
 */
export function chaosFs({ random, delayRate, killRate, maxDelayMs, die }) {
  const disturb = (rate) => {
    if (random.chance(killRate)) die("inside")
    // Mostly shorter than a lease, sometimes well past its end.
    if (random.chance(rate)) stall(random.next() ** 3 * maxDelayMs)
  }
  const around = (name) => {
    // What changes something is what others may come in between of.
    const rate = CHANGES.has(name) ? delayRate * 2 : delayRate / 2
    return (...args) => {
      disturb(rate)
      try {
        return fs[name](...args)
      } finally {
        disturb(rate)
      }
    }
  }
  return Object.fromEntries(CALLS.map((name) => [name, around(name)]))
}
