import { existsSync } from "node:fs"
import { fileJournal, nodeProcess, runHook } from "@router-gate/hook-runtime"
import { createDeps } from "./create-deps.ts"
import { parallelSessionLock } from "./hook.ts"
import { journalDirs } from "./places.ts"

const journal = fileJournal({ dirs: () => journalDirs(process.env, existsSync, process.getuid?.()) })
void runHook(parallelSessionLock, {
  process: nodeProcess(),
  journal,
  createDeps: (process) => createDeps(process, journal),
})
