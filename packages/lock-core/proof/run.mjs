#!/usr/bin/env node
// Runs the whole battery, one layer after the other, and sums up. `--quick`: what fits into a minute and a half.
// `--seconds N`: how long the main hammer goes on. `--only NAME`: the layers whose name has NAME in it.
import { spawn } from "node:child_process"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { readOptions } from "./lib/options.mjs"

const HERE = fileURLToPath(new URL(".", import.meta.url))
const options = readOptions({ quick: false, seconds: 0, seed: 0, only: "" })
const { quick } = options
const seed = options.seed ? ["--seed", `${options.seed}`] : []
const hammerSeconds = `${options.seconds || (quick ? 30 : 60)}`
const control = ["hammer.mjs", "--seconds", "20", ...seed]

const layers = [
  { name: "stories", run: ["stories.mjs"] },
  { name: "model", run: ["model/run.mjs", ...(quick ? ["--quick"] : [])] },
  { name: "crash points", run: ["crash-points.mjs", ...(quick ? ["--no-processes"] : [])] },
  { name: "hammer", run: ["hammer.mjs", "--seconds", hammerSeconds, ...seed] },
  {
    name: "hammer, a process per operation",
    run: ["hammer.mjs", "--processes", "--seconds", "30", ...seed],
    isLong: true,
  },
  { name: "hammer control: read, then write", run: [...control, "--adapter", "naive"] },
  { name: "hammer control: O_EXCL, then unlink", run: [...control, "--adapter", "excl"] },
  {
    name: "hammer control: the helper's own pid",
    run: [...control, "--processes", "--holder", "helper"],
    isLong: true,
  },
  { name: "mutants", run: ["mutants.mjs"], isLong: true },
  { name: "clocks, namespaces, disks", run: ["clocks.mjs", ...(quick ? ["--quick"] : [])], isLong: true },
]

/** Runs one script with its output shown, and reads from that what was skipped. */
function play([script, ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(HERE, script), ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    })
    let text = ""
    child.stdout.on("data", (chunk) => {
      text += chunk
      process.stdout.write(chunk)
    })
    child.on("error", reject)
    child.on("close", (code) =>
      resolve({ isGood: code === 0, skips: text.match(/^\w+( [^:]+)?: ?skipped|^\w+ skipped:/gm) ?? [] }),
    )
  })
}

const rows = []
for (const { name, run, isLong } of layers) {
  if (!name.includes(options.only) || (quick && isLong)) continue
  const start = performance.now()
  const { isGood, skips } = await play(run)
  const seconds = Math.round((performance.now() - start) / 1000)
  const outcome = isGood ? (skips.length > 0 && name === "model" ? "skipped" : "passed") : "FAILED"
  rows.push({ name, outcome, seconds, skips: outcome === "skipped" ? 0 : skips.length })
}

console.log("\n| layer | | seconds |\n| --- | --- | ---: |")
for (const { name, outcome, seconds, skips } of rows) {
  console.log(`| ${name} | ${outcome}${skips > 0 ? `, ${skips} parts skipped` : ""} | ${seconds} |`)
}
const count = (outcome) => rows.filter((row) => row.outcome === outcome).length
const skipped = rows.reduce((sum, { skips }) => sum + skips, count("skipped"))
console.log(`\n${count("passed")} passed, ${count("FAILED")} failed, ${skipped} skipped`)
process.exit(count("FAILED") > 0 ? 1 : 0)
