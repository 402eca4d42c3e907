import { shellCommandOf } from "../call.ts"
import type { GateDeps, SessionCall } from "../gate-deps.ts"
import { finderFor, type Touched, workspacesOf } from "../touched.ts"
import { judgeShell } from "./judge-shell.ts"

/** The workspaces that a shell command may change, by its grammar. */
export function touchedByCommand(call: SessionCall, deps: GateDeps): Required<Touched> {
  const verdict = judgeShell(shellCommandOf(call) ?? { language: "bash", text: "" }, call, deps)
  if (verdict.class === "reads") return { workspaces: [], verdict }
  const targets = verdict.knowsTargets ? verdict.targets : [...verdict.targets, "."]
  return { workspaces: workspacesOf(targets, finderFor(call, deps)), verdict }
}
