import { mkdirSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { loadLockCore } from "../lib/lock-core.mjs"
import { randomFrom } from "../lib/random.mjs"
import { nowNs, sleep } from "../lib/time.mjs"
import { openJournal } from "./journal.mjs"
import { processPool } from "./pool.mjs"
import { groupSeat, loneSeat } from "./seats.mjs"

const BYTES_PER_LINE = 75

/** One stretch of hammering with its own directories and journal. Returns the journal's path and when it ended. */
export async function hammerRound(options, dir, seed) {
  mkdirSync(dir, { recursive: true })
  const journal = join(dir, "journal.txt")
  const random = randomFrom(seed)
  const core = await loadLockCore(options.dist)
  const probes = core.systemProbes()

  const { adapter, dist, standby, ttl, delayRate, killRate, maxDelay, pause } = options
  const config = { journal, ttlMs: ttl, delayRate, killRate, maxDelayMs: maxDelay, pauseMs: pause }
  const pool = processPool({
    adapter,
    dist,
    standby,
    config,
  })
  const locks = locksIn(dir, options.locks)
  const run = {
    random,
    write: openJournal(journal),
    isGone: pool.isGone,
    startAnchor: pool.startAnchor,
    startWorker: (part, onExit) => {
      // A stall stops the whole process, so each plays on a few locks only.
      const count = Math.min(options.locksEach, locks.length)
      const some = Array.from(
        { length: count },
        (_, at) => locks[(Math.floor(part.place * locks.length) + at) % locks.length],
      )
      return pool.startWorker({ ...part, locks: some, seed: random.below(2 ** 32) }, onExit)
    },
  }
  const seats = seatsFor(options, run, (pid) => core.identifyProcess(pid, probes))

  // Kills from outside keep step with the work that gets done, so that a busy machine does not do nothing but starts.
  const start = performance.now()
  let nextKillAt = 0
  while (!pool.isOver() && performance.now() - start < options.roundSeconds * 1000) {
    await sleep(random.between(0, 20))
    if (statSync(journal).size < nextKillAt) continue
    seats[random.below(seats.length)].kill()
    nextKillAt = statSync(journal).size + random.between(0, 2) * options.linesPerKill * BYTES_PER_LINE
  }
  const endNs = nowNs()
  await pool.stop()
  return { journal, endNs }
}

function seatsFor({ workers, mode, holder }, run, identify) {
  const size = Math.min(3, Math.max(2, Math.floor(workers / 2)))
  const groups = mode === "solo" ? 0 : Math.max(1, Math.floor(workers / size / (mode === "mixed" ? 2 : 1)))
  const lone = mode === "group" ? 0 : Math.max(1, workers - groups * size)
  const group = { size, identify, ownPid: holder === "helper" }
  return [
    ...Array.from({ length: lone }, (_, index) => loneSeat(`w${index}`, index / lone, run)),
    ...Array.from({ length: groups }, (_, index) => groupSeat(`g${index}`, index / groups, run, group)),
  ]
}

/** Several locks in each of a few directories: neighbours must not disturb each other. Every third comes and goes. */
function locksIn(dir, count) {
  return Array.from({ length: count }, (_, index) => {
    const name = index % 3 === 2 ? `new${index}` : `k${index}`
    return [name, join(dir, `d${index % 2}`)]
  })
}

export function removeRound(dir) {
  rmSync(dir, { recursive: true, force: true })
}
