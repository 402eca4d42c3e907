#!/usr/bin/env node
// A hammer for the launcher: live clients whose calls all go through the installed script, so that sh and Node move the
// same leases, with kills and delays of both and deaths of clients. See launcher/judge.mjs for what must not happen.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readOptions } from "../../lock-core/proof/lib/options.mjs"
import { applied, CONTROLS, MUTATIONS } from "./launcher/changes.mjs"
import { judgeRound } from "./launcher/judge.mjs"
import { playRound } from "./launcher/round.mjs"

const options = readOptions({
  seconds: 60,
  grants: 0, // enough is enough: stop early when so many calls were let go...
  sigkills: 0, // ...and so many processes killed
  workspaces: 3,
  seats: 2, // clients at each
  killRate: 0.05, // of launchers, or what they became
  stallRate: 0.15,
  deathRate: 0.06, // of clients, each turn
  roundSeconds: 15, // directories and journal are fresh after so long; every other round has short leases
  seed: Math.floor(Math.random() * 2 ** 31),
  control: "", // one of launcher/changes.mjs, which must be caught...
  mutation: "", // ...or one of the mutations there, by its name
})

if (process.platform !== "linux") {
  console.log(`launcher hammer: skipped, on ${process.platform} the launcher leaves every call to Node`)
  process.exit(0)
}
const control = chosenChange()
const change = control ? (text) => applied(control, text) : undefined
const runDir = mkdtempSync(join(tmpdir(), "launcher-hammer-"))
const deadline = performance.now() + options.seconds * 1000
const total = {}
const wrong = new Map()
let kept = ""
for (let round = 0; performance.now() < deadline && wrong.size === 0; round++) {
  const left = (deadline - performance.now()) / 1000
  const seconds = Math.max(4, Math.min(options.roundSeconds, left, options.seconds / 2))
  const root = join(runDir, `round-${round}`)
  const seed = options.seed + round * 7919
  const { place, terms, leftNames } = await playRound({
    ...options,
    root,
    seconds,
    seed,
    isShort: round % 2 === 1,
    change,
  })
  const { found, counts } = judgeRound(place.journal, terms)
  if (leftNames.some((names) => names.length !== 1))
    found.push({ what: "not one state in the end", leftNames })
  for (const what of loggedFaults(place.config)) found.push({ what: `the log says: ${what}` })
  for (const [key, value] of Object.entries(counts)) total[key] = (total[key] ?? 0) + value
  for (const one of found) wrong.set(one.what, [...(wrong.get(one.what) ?? []), one])
  if (found.length > 0 && !control) kept = place.journal
  else rmSync(root, { recursive: true, force: true })
  const goal = options.grants + options.sigkills
  if (
    goal > 0 &&
    total.hot + total.node >= options.grants &&
    total.launcherKills + total.deaths >= options.sigkills
  )
    break
}
print()
const missed = control ? wrong.size === 0 : wrong.size > 0 || !total.hot || !total.node
if (!control && (!total.hot || !total.node)) console.log("  FAILED: both sh and Node must have let calls go")
if (missed && control) console.log("  FAILED: the control was not caught")
if (kept) console.log(`  the journal is kept: ${kept} (seed ${options.seed})`)
else rmSync(runDir, { recursive: true, force: true })
process.exit(missed ? 1 : 0)

function chosenChange() {
  const { control, mutation } = options
  if (!control && !mutation) return null
  const chosen = control ? CONTROLS[control] : MUTATIONS.find(({ name }) => name === mutation)
  if (!chosen) throw new TypeError(`launcher/changes.mjs has no ${control || mutation}`)
  return chosen
}

/** What the hook itself noted as gone wrong; it fails open, so a call does not show it. */
function loggedFaults(config) {
  const path = join(config, "router-gate/log.jsonl")
  if (!existsSync(path)) return []
  const entries = readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
  return entries.filter(({ level }) => level === "error").map(({ what, message }) => `${what}: ${message}`)
}

function print() {
  const title = control ? `control "${control.name}"` : "launcher hammer"
  console.log(
    `${title}: ${wrong.get("double belief")?.length ?? 0} double beliefs in ${total.hot + total.node} calls let go ` +
      `(${total.hot} by sh, ${total.hotShort} of them on short leases, ${total.node} by Node; ${total.void} void, ${total.denied} denied, ${total.unnamed} of them for a dead client that no lease named; ${total.hotAfter} ends of ` +
      `calls by sh), ${total.takeovers} takeovers; ${total.launcherKills} hooks killed, ${total.deaths} clients killed`,
  )
  for (const [what, all] of wrong) {
    const mark = control ? "caught" : "FAILED"
    console.log(`  ${mark}: ${what}, ${all.length} times, e.g. ${JSON.stringify(all[0]).slice(0, 600)}`)
  }
}
