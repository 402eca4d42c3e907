import { nodeProcess, runHook } from "@router-gate/hook-runtime"
import type { LazyParts } from "./gate-deps.ts"
import { parallelSessionLock } from "./hook.ts"
import { joinMachine } from "./join-machine.ts"
import { lazyJournal } from "./lazy-journal.ts"

const parts: LazyParts = {
  loadContended: () => require("./contended.cjs"),
  loadRarely: () => require("./rarely.cjs"),
}
const journal = lazyJournal(process.env, parts)
void runHook(parallelSessionLock, {
  process: nodeProcess(),
  journal,
  ...joinMachine(process.env, journal, parts),
})
