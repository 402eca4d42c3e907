#!/usr/bin/env node
// Takes away one safety line of the launcher after the other, and wants each time that something notices.
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { readOptions } from "../../lock-core/proof/lib/options.mjs"
import { MUTATIONS } from "./launcher/changes.mjs"

const options = readOptions({ only: "", seconds: 60 })
const LAYERS = {
  situations: ["launcher-situations.mjs"],
  hammer: ["launcher-hammer.mjs", "--seconds", `${options.seconds}`],
}

/** The first complaint of a layer about a mutation; null if it has none, or if it broke instead of complaining. */
function noticed(layer, ...args) {
  const [script, ...rest] = LAYERS[layer]
  const path = fileURLToPath(new URL(script, import.meta.url))
  const { stdout } = spawnSync(process.execPath, [path, ...rest, ...args], { encoding: "utf8" })
  return /(?:FAILED|caught): (.*)/.exec(stdout)?.[1] ?? null
}

if (process.platform !== "linux") {
  console.log(`launcher mutants: skipped, on ${process.platform} the launcher leaves every call to Node`)
  process.exit(0)
}
// What fails on the launcher as it is would "kill" everything.
const without = noticed("situations")
if (without) console.log(`launcher mutants: FAILED: without any mutation: ${without}`)
if (without) process.exit(1)

const chosen = MUTATIONS.filter(({ name }) => name.includes(options.only))
let survivors = 0
for (const { name, by } of chosen) {
  const complaint = noticed(by, "--mutation", name)
  if (!complaint) survivors++
  console.log(`| ${name} | ${complaint ? by : "SURVIVED"} | ${complaint?.slice(0, 110) ?? ""} |`)
}
console.log(`launcher mutants: ${chosen.length - survivors} of ${chosen.length} killed`)
process.exit(survivors > 0 ? 1 : 0)
