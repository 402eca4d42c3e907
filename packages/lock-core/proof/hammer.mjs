#!/usr/bin/env node
// A hammer for locks: many processes, short leases, delays and SIGKILLs inside the lock's own file-system calls and out
// of nowhere. What happened is judged afterwards from a journal. See hammer/judge.mjs for what counts as a double grant.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { processesRound } from "./hammer/processes.mjs"
import { addRound, failuresOf, judgeRound, printLine } from "./hammer/report.mjs"
import { hammerRound, removeRound } from "./hammer/round.mjs"
import { snapshotDist } from "./lib/lock-core.mjs"
import { readOptions } from "./lib/options.mjs"

const options = readOptions({
  seconds: 60,
  workers: 6,
  adapter: "ours",
  mode: "mixed", // solo: each worker is a holder; group: helpers share one; mixed: both, against each other
  holder: "agent", // helper: helpers record their own pids, which must be caught
  processes: false, // one fresh process per operation, as hooks are
  locks: 6,
  locksEach: 4, // how many of them a worker plays on
  ttl: 60,
  linesPerKill: 120, // of the journal, between two kills from outside
  killRate: 0.0015, // per file-system call, before and after it
  delayRate: 0.012,
  standby: 4, // processes started ahead
  maxDelay: 110,
  pause: 8,
  roundSeconds: 60, // directories and journal are fresh after so long
  grants: 0, // enough is enough: stop early when there have been so many grants...
  sigkills: 0, // ...and so many workers killed
  seed: Math.floor(Math.random() * 2 ** 31),
  dist: "",
  dir: "",
  json: "",
})
const isControl = options.adapter !== "ours" || options.holder === "helper"

if (isControl) options.roundSeconds = Math.min(options.roundSeconds, 4) // judged often: once caught is enough

const runDir = mkdtempSync(join(options.dir || tmpdir(), "lock-hammer-"))
options.dist = snapshotDist(options.dist, runDir)
const deadline = performance.now() + options.seconds * 1000
const total = { adapter: options.adapter, seed: options.seed, rounds: 0 }
const round = options.processes ? processesRound : hammerRound
let kept = ""
while (performance.now() < deadline && !kept) {
  const dir = join(runDir, `round-${total.rounds + 1}`)
  const roundSeconds = Math.min(options.roundSeconds, Math.max(1, (deadline - performance.now()) / 1000))
  const seed = options.seed + total.rounds * 7919
  const played = await round({ ...options, roundSeconds }, dir, seed)
  addRound(total, await judgeRound(played))
  if (failuresOf(total).length > 0 && !isControl) kept = played.journal
  else removeRound(dir)
  if (isControl && total.doubleGrants > 0) break
  const goal = options.grants + options.sigkills
  if (goal > 0 && total.grants >= options.grants && total.sigkills >= options.sigkills) break
  if (deadline - performance.now() > 0) printLine(total, "so far")
}

printLine(total, "in all")
if (options.json) writeFileSync(options.json, `${JSON.stringify(total, null, 2)}\n`)
const failures = isControl
  ? total.doubleGrants > 0
    ? []
    : ["the control was not caught"]
  : failuresOf(total)
for (const failure of failures) console.log(`  FAILED: ${failure}`)
if (kept) console.log(`  the journal is kept: ${kept} (seed ${options.seed})`)
else rmSync(runDir, { recursive: true, force: true })
process.exit(failures.length > 0 ? 1 : 0)
