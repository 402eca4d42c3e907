import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { Refusal } from "../refusal.ts"
import type { SessionName, Stage } from "./stage.ts"

/** What a session does, and what comes of it. */
export interface Step {
  session: SessionName
  action: string
  outcome: "allowed" | "denied" | "over" | "killed"
  /** What it shows. */
  meaning: string
  /** What the model reads when its call is denied: the hook's own words. */
  reason: string | null
}

interface Act extends Omit<Step, "action" | "reason"> {
  does: "writes" | "reads" | "stops" | "dies"
}

const SCRIPT: readonly Act[] = [
  {
    session: "A",
    does: "writes",
    outcome: "allowed",
    meaning: "A's first changing call takes the workspace",
  },
  { session: "B", does: "reads", outcome: "allowed", meaning: "reading is never held up" },
  { session: "B", does: "writes", outcome: "denied", meaning: "the call is not made; B's model reads" },
  { session: "A", does: "stops", outcome: "over", meaning: "A gives the workspace back" },
  { session: "B", does: "writes", outcome: "allowed", meaning: "now it is B's" },
  { session: "A", does: "writes", outcome: "denied", meaning: "and A is the one that reads" },
  { session: "B", does: "dies", outcome: "killed", meaning: "no hook hears of it: B gives nothing back" },
  {
    session: "A",
    does: "writes",
    outcome: "allowed",
    meaning: "a dead client's lease binds nobody: A takes over at once",
  },
]

const ACTIONS: Record<Act["does"], string> = {
  writes: "Write cart.ts",
  reads: "Bash git diff --stat",
  stops: "(its turn ends)",
  dies: "(its client gets SIGKILL)",
}

/** Tells whether a step is about to be seen, or what came of it. */
export type Scene = { session: SessionName; action: string } | Step

/** Plays the script through the real hook: each action, then its outcome. Breaks off when it is told to. */
export async function* play(stage: Stage, signal: AbortSignal): AsyncGenerator<Scene> {
  for (const { does, outcome: expected, ...act } of SCRIPT) {
    const action = ACTIONS[does]
    yield { session: act.session, action }
    if (signal.aborted) return
    const { outcome, reason } = await perform(does, act.session, stage)
    if (signal.aborted) return
    if (outcome !== expected) throw unexpected(act.session, action, outcome)
    yield { ...act, action, outcome, reason }
  }
}

async function perform(
  does: Act["does"],
  name: SessionName,
  { workspace, sessions }: Stage,
): Promise<Pick<Step, "outcome" | "reason">> {
  const session = sessions[name]
  if (does === "dies") {
    await session.dies()
    return { outcome: "killed", reason: null }
  }
  if (does === "stops") {
    await session.stops()
    return { outcome: "over", reason: null }
  }
  const file_path = join(workspace, "cart.ts")
  const content = `// by ${name}\n`
  const { blocks, reason = null } =
    does === "reads"
      ? await session.calls("Bash", { command: "git diff --stat" })
      : await session.calls("Write", { file_path, content }, () => writeFileSync(file_path, content))
  return { outcome: blocks ? "denied" : "allowed", reason }
}

function unexpected(session: SessionName, action: string, outcome: string): Refusal {
  return new Refusal({
    code: "DEMO_FAILED",
    cause: `in the demonstration, "${action}" of session ${session} was ${outcome}, which it should not have been`,
    remedy: "Nothing of yours was touched. router-gate doctor examines an installed gate.",
  })
}
