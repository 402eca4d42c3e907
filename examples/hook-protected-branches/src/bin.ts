import { homedir } from "node:os"
import { join } from "node:path"
import { fileJournal, nodeProcess, runHook } from "@router-gate/hook-runtime"
import { currentBranch } from "./current-branch.ts"
import { protectedBranches } from "./hook.ts"
import { readProtection } from "./protection.ts"

void runHook(protectedBranches, {
  process: nodeProcess(),
  createDeps: ({ env }) => ({ protection: readProtection(env), branchIn: currentBranch }),
  // Beside what else is router-gate's: `router-gate log` shows it.
  journal: fileJournal({
    dirs: () => [join(process.env.CLAUDE_CONFIG_DIR ?? join(homedir(), ".claude"), "router-gate")],
  }),
})
