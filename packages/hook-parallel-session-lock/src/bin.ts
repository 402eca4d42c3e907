import { nodeProcess, runHook } from "@router-gate/hook-runtime"
import type { LazyParts } from "./gate-deps.ts"
import { parallelSessionLock } from "./hook.ts"
import { joinMachine } from "./join-machine.ts"
import { lazyJournal } from "./lazy-journal.ts"

let contended: typeof import("./contended.ts") | undefined
const parts: LazyParts = {
  loadContended() {
    const loaded: typeof import("./contended.ts") = require("./contended.cjs")
    contended = loaded
    return loaded
  },
  loadRarely: () => require("./rarely.cjs"),
  loadShared: () => require("./shared.cjs"),
}
// Both have it, so that a denial, which is logged, loads one file and not two.
const journal = lazyJournal(process.env, () => contended ?? parts.loadRarely())
runHook(parallelSessionLock, {
  process: nodeProcess(),
  journal,
  // The launcher says where it looks for a note of the lease.
  ...joinMachine(process.env, journal, parts, process.argv[2]),
}).then(() => {
  // Everything is written by now. Taking the process down piece by piece would cost as much as the hook itself, and telling
  // those who wait for its end, of whom there is none, more than the lock.
  const { reallyExit = process.exit } = process as { reallyExit?: (code: number) => never }
  reallyExit.call(process, 0)
})
