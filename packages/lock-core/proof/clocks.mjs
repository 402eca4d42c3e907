#!/usr/bin/env node
// Clocks that jump, processes that cannot see each other, disks that are full, file systems of other kinds. What this
// machine does not offer is skipped, and the line says why.
import { diskChecks } from "./clocks/disks.mjs"
import { jumpChecks } from "./clocks/jumps.mjs"
import { namespaceChecks } from "./clocks/namespaces.mjs"
import { makeStand, Skipped } from "./clocks/stand.mjs"
import { distOf, loadLockCore } from "./lib/lock-core.mjs"
import { readOptions } from "./lib/options.mjs"

const options = readOptions({ dist: "", quick: false, seconds: 15, only: "" })
const dist = distOf(options.dist)
const core = await loadLockCore(dist)
const counts = { passed: 0, failed: 0, skipped: 0 }

for (const [name, check] of Object.entries({ ...jumpChecks, ...namespaceChecks, ...diskChecks })) {
  if (!name.includes(options.only)) continue
  let note = ""
  const context = {
    core,
    dist,
    quick: options.quick,
    seconds: options.seconds,
    note: (text) => (note = `: ${text}`),
  }
  const stand = await makeStand(context)
  let outcome = "passed"
  try {
    await check(stand, context)
  } catch (error) {
    outcome = error instanceof Skipped ? "skipped" : "failed"
    note = `: ${error.message}`
  } finally {
    stand.remove()
  }
  counts[outcome]++
  console.log(`clocks ${outcome === "failed" ? "FAILED" : outcome}: ${name}${note}`)
}
console.log(`clocks: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exit(counts.failed > 0 ? 1 : 0)
