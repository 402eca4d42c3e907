import { join } from "node:path"
import type { OutputOf } from "@router-gate/hook-runtime"
import { inspect, refresh } from "@router-gate/lock-core"
import { claimOf, type GateDeps } from "../gate-deps.ts"
import { stateDir } from "../places.ts"
import { touchedBy } from "../touched.ts"
import { sweepNotes } from "./sweep-notes.ts"

/** A session that begins takes up what it left behind, and is told if another one is at work. Silent otherwise. */
export async function startSession(
  sessionId: string,
  cwd: string | undefined,
  deps: GateDeps,
): Promise<OutputOf<"SessionStart"> | undefined> {
  if (deps.note) sweepNotes(join(stateDir(deps.places.configDir), "turns"), Date.now())
  const claim = claimOf(sessionId, deps)
  const here = { sessionId, cwd, toolName: "SessionStart", toolInput: {} }
  for (const workspace of touchedBy(here, deps).workspaces) {
    const { key, io } = deps.lockOf(workspace)
    const view = await inspect(key, claim, io)
    if (view.state === "own") await refresh(key, claim, io)
    if (view.state !== "held" || view.relation === "guest") continue
    const { session_id: holder, pid } = view.holder
    return {
      additionalContext: `Another session (${holder}, pid ${pid || "?"}) is changing ${workspace}. Until its turn ends, changes here are denied by router-gate; reading works.`,
    }
  }
  return undefined
}
