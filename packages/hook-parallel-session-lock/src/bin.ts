import { nodeProcess, runHook } from "@router-gate/hook-runtime"
import type { LazyParts } from "./gate-deps.ts"
import { parallelSessionLock } from "./hook.ts"
import { joinMachine } from "./join-machine.ts"
import { lazyJournal } from "./lazy-journal.ts"

const parts: LazyParts = {
  loadContended: () => require("./contended.cjs"),
  loadRarely: () => require("./rarely.cjs"),
  loadRemote: () => require("./remote.cjs"),
}
const journal = lazyJournal(process.env, parts)
runHook(parallelSessionLock, {
  process: nodeProcess(),
  journal,
  // The launcher says where it looks for a note of the lease.
  ...joinMachine(process.env, journal, parts, process.argv[2]),
}).then(() => {
  // Everything is written by now; taking the process down piece by piece would cost as much as the hook itself.
  process.exit()
})
