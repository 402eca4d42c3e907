#!/usr/bin/env node
// A death or an error at every file-system call of every operation; afterwards two rivals must find a lock that works.
import { killMatrix } from "./crash/kills.mjs"
import { faultMatrix } from "./crash/matrix.mjs"
import { distOf, loadLockCore } from "./lib/lock-core.mjs"
import { readOptions } from "./lib/options.mjs"

const options = readOptions({ dist: "", quick: false, noProcesses: false })
const core = await loadLockCore(distOf(options.dist))
let failed = false

function report(name, { points, kills, errors, violations }, wantsViolations = false) {
  const isGood = wantsViolations ? violations.length > 0 : violations.length === 0
  console.log(
    `crash-points ${name}: ${violations.length} violations at ${points} points (${kills} kills, ${errors} errors)` +
      (wantsViolations ? (isGood ? ": refuted, as it must be" : ": THE CONTROL WAS NOT CAUGHT") : ""),
  )
  if (!wantsViolations) for (const violation of violations.slice(0, 40)) console.log(`  FAILED: ${violation}`)
  failed ||= !isGood
}

report("simulated", await faultMatrix(core, { platform: "linux" }))
report("simulated, Windows branches", await faultMatrix(core, { platform: "win32" }))
report("control O_EXCL + unlink", await faultMatrix(core, { platform: "linux", control: true }), true)
if (!options.noProcesses) report("SIGKILLed processes", await killMatrix(options))
process.exit(failed ? 1 : 0)
