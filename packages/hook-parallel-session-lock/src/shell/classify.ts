import { unknown } from "./outcome.ts"
import { classifyPowerShellText } from "./power-shell.ts"
import { emptyReport, object, verdictOf } from "./report.ts"
import { walkSource } from "./run.ts"
import { initialState } from "./state.ts"

/** What a command does to the files around it. */
export type CommandClass = "reads" | "changes" | "unknown"

/** What was found out about a command before it runs. */
export interface CommandVerdict {
  readonly class: CommandClass
  /** The first thing that is not reading, in a few words: `git commit`, `> out.txt`. At most 80 characters. */
  readonly because?: string
  /** Where the parts that are not reading act: absolute directories and files. */
  readonly targets: readonly string[]
  /** Whether these are all. If not, the caller has to add the current directory. */
  readonly knowsTargets: boolean
}

/** What a command is judged by, besides its text. */
export interface CommandSettings {
  readonly cwd: string
  readonly home?: string | undefined
  /** Files directly in these may be written. */
  readonly tempDirs?: readonly string[] | undefined
  /** The user's own: commands that begin with one of these words count as reading. */
  readonly readOnlyCommands?: readonly string[] | undefined
  /** Tells whether a `cd` is sure to succeed. Without it, what follows `cd x;` may as well run where it was. */
  readonly isDirectory?: ((path: string) => boolean) | undefined
}

/**
 * Judges a shell command (bash, as zsh would understand it too) without running it. Every part has to be known as
 * reading for the whole to be; anything in doubt is `unknown`. Never throws.
 */
export function classifyCommand(command: string, at: CommandSettings): CommandVerdict {
  return guarded(at, () => {
    const report = emptyReport()
    walkSource({ at, report, depth: 0, source: command, state: initialState(at.cwd) }, command)
    return verdictOf(report)
  })
}

/** The same for PowerShell, of which only the simplest reading is known. */
export function classifyPowerShell(command: string, at: CommandSettings): CommandVerdict {
  return guarded(at, () => {
    const report = emptyReport()
    const objection = classifyPowerShellText(command, at.readOnlyCommands ?? [])
    if (objection) {
      object(report, objection, { dirs: [at.cwd], known: true })
      // Where PowerShell acts is not followed.
      report.knowsTargets = false
    }
    return verdictOf(report)
  })
}

/** A parser may overflow the stack on input made for that; what it cannot read is not known to be reading. */
function guarded(at: CommandSettings, judge: () => CommandVerdict): CommandVerdict {
  try {
    return judge()
  } catch {
    const report = emptyReport()
    object(report, unknown("what cannot be parsed"), { dirs: [at.cwd], known: false })
    return verdictOf(report)
  }
}
