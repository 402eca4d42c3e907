#!/usr/bin/env node
// One short story for each thing that the lock must not get wrong, told to the built package. The other layers find by
// chance or by enumeration; these say which line is there for what.
import { distOf, loadLockCore } from "./lib/lock-core.mjs"
import { readOptions } from "./lib/options.mjs"
import { fileStories } from "./stories/files.mjs"
import { leaseStories } from "./stories/leases.mjs"
import { processStories } from "./stories/processes.mjs"
import { makeStage } from "./stories/stage.mjs"

const options = readOptions({ dist: "" })
const core = await loadLockCore(distOf(options.dist))
const stories = Object.entries({ ...leaseStories, ...fileStories, ...processStories })
let failures = 0
for (const [name, tell] of stories) {
  const stage = makeStage(core)
  try {
    await tell(stage)
  } catch (error) {
    failures++
    console.log(`  FAILED: ${name}: ${String(error.message).split("\n")[0]}`)
  } finally {
    stage.remove()
  }
}
console.log(`stories: ${stories.length - failures} of ${stories.length} came out as they must`)
process.exit(failures > 0 ? 1 : 0)
