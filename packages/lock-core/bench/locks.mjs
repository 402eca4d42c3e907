#!/usr/bin/env node
// What a lock costs within one process, against other packages on the same directory. Rounds are interleaved, so that a
// busy moment hits all alike, and what counts is the ratio to one write of write-file-atomic in the same round.
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { contestants } from "./contestants.mjs"

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "60" }, dir: { type: "string", default: tmpdir() } },
})
const REPETITIONS = 20
const BASELINE = "write-file-atomic: one write"

const dir = mkdtempSync(join(values.dir, "lock-bench-"))
const other = spawn("sleep", ["1000000"], { stdio: "ignore" })
try {
  const operations = await contestants(dir, other.pid)
  for (const { run } of operations) await timed(run) // warm
  const rounds = []
  for (let round = 0; round < Number(values.rounds); round++) {
    const row = new Map()
    // In another order every round, so that nobody always runs after the same neighbour.
    for (const { name, run } of shuffled(operations)) row.set(name, await timed(run))
    rounds.push(row)
  }
  console.log(
    `node ${process.version}, ${process.platform}; ${values.rounds} rounds of ${REPETITIONS}, medians`,
  )
  console.log("| operation | µs | of one write |\n| --- | ---: | ---: |")
  for (const { name } of operations) {
    const micros = median(rounds.map((row) => row.get(name)))
    const ratio = median(rounds.map((row) => row.get(name) / row.get(BASELINE)))
    console.log(`| ${name} | ${micros.toFixed(1)} | ${ratio.toFixed(2)} |`)
  }
} finally {
  other.kill("SIGKILL")
  rmSync(dir, { recursive: true, force: true })
}

/** The median time of one repetition, µs. `run` may prepare each of them: what it returns is what is timed. */
async function timed(run) {
  const times = []
  for (let count = 0; count < REPETITIONS; count++) {
    const operation = await run()
    const start = process.hrtime.bigint()
    await operation()
    times.push(Number(process.hrtime.bigint() - start) / 1000)
  }
  return median(times)
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

function shuffled(list) {
  const order = [...list]
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1))
    ;[order[at], order[other]] = [order[other], order[at]]
  }
  return order
}
