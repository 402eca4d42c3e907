import type { Answer, CommandInput } from "../command.ts"
import { type Layout, layoutFor, placed } from "../demo/layout.ts"
import { play, type Scene, type Step } from "../demo/script.ts"
import { openStage, type SessionName, type Stage } from "../demo/stage.ts"
import type { Ink } from "../ink.ts"
import { interruptible, paused } from "../interruption.ts"

/** What the demonstration showed. */
export interface DemoResult {
  command: "demo"
  outcome: "shown" | "interrupted"
  /** Where it took place; it is gone now. */
  workspace: string
  sessions: { name: SessionName; pid: number }[]
  steps: Step[]
}

/** So long a person looks at an action, and at what came of it. */
const READING_MS = { action: 700, outcome: 1_800 }

/** Plays two sessions against each other through the real hook, in a place of its own. */
export async function demo(input: CommandInput): Promise<Answer> {
  const { environment, hooks, terminal, json, fast } = input
  const executable = hooks[0]?.files[0]?.path ?? ""
  const paces = terminal.stdout.isTTY === true && !json && !fast
  const result = await interruptible(terminal, async (signal) => {
    const stage = await openStage(executable, environment.execPath)
    try {
      const tell = json ? () => {} : narrator(stage, input)
      const steps: Step[] = []
      for await (const scene of play(stage, signal)) {
        tell(scene)
        if ("outcome" in scene) steps.push(scene)
        if (paces) await paused(READING_MS["outcome" in scene ? "outcome" : "action"], signal)
      }
      return resultOf(stage, steps, signal.aborted)
    } finally {
      await stage.close()
    }
  })
  const interrupted = result.outcome === "interrupted"
  return {
    json: result,
    text: () => (interrupted ? "" : "To have this in your own sessions: router-gate install\n"),
    exitCode: interrupted ? 130 : 0,
  }
}

function resultOf({ workspace, sessions }: Stage, steps: Step[], interrupted: boolean): DemoResult {
  const names: SessionName[] = ["A", "B"]
  return {
    command: "demo",
    outcome: interrupted ? "interrupted" : "shown",
    workspace,
    sessions: names.map((name) => ({ name, pid: sessions[name].pid })),
    steps,
  }
}

/** Prints the beginning, and gives back what prints the rest. */
function narrator({ sessions, workspace }: Stage, { terminal, ink }: CommandInput): (scene: Scene) => void {
  const { stdout } = terminal
  const layout = layoutFor(stdout.isTTY ? stdout.columns : undefined)
  stdout.write(`Two sessions in one workspace, through the real hook. All of it is in a temporary folder:\n`)
  stdout.write(`${ink.dim(workspace)}\n\n`)
  stdout.write(heading(layout, ink, sessions))
  return (scene) => stdout.write(sceneText(scene, layout, ink))
}

function heading(layout: Layout, { bold }: Ink, sessions: Stage["sessions"]): string {
  const { width, margin } = layout
  const [left, right] = [`session A (pid ${sessions.A.pid})`, `session B (pid ${sessions.B.pid})`]
  if (margin.A !== "") return `${bold(left)}, ${bold(right)}\n\n`
  return `${bold(left.padEnd(width))}${margin.B.slice(width)}${bold(right)}\n\n`
}

/** An action, or what came of it, in its session's place. */
export function sceneText(scene: Scene, layout: Layout, ink: Ink): string {
  const { session } = scene
  if (!("outcome" in scene)) return placed(scene.action, session, layout, { colour: ink.bold })
  const { outcome, meaning, reason } = scene
  const colour = { allowed: ink.green, denied: ink.red, over: ink.green, killed: ink.yellow }[outcome]
  const said = placed(`${outcome}: ${meaning}`, session, layout, { indent: 2, colour })
  return `${said}${reason === null ? "" : placed(reason, session, layout, { indent: 4, colour: ink.dim })}\n`
}
