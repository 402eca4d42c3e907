import { shellCommandOf, targetsOf } from "./call.ts"
import { workspaceFinder } from "./find-workspace.ts"
import type { GateDeps, SessionCall } from "./gate-deps.ts"
import { pathWords } from "./path-words.ts"
import { isPlainlyReading } from "./plain-reading.ts"
import type { CommandVerdict } from "./shell/classify.ts"

/** The workspaces that a call may change, and how that is known. */
export interface Touched {
  /** Sorted, so that calls which touch the same ones ask for them in the same order. */
  readonly workspaces: readonly string[]
  /** What the grammar made of a shell command, if it was asked. */
  readonly verdict?: CommandVerdict
}

/**
 * Finds the workspaces that a call may change. The grammar is asked about a shell command only if that names a place in
 * another workspace than the one it runs in.
 */
export function touchedBy(call: SessionCall, deps: GateDeps): Touched {
  const shell = shellCommandOf(call)
  if (!shell) {
    const targets = targetsOf(call, deps.config.tools)
    return { workspaces: workspacesOf(targets.length > 0 ? targets : ["."], finderFor(call, deps)) }
  }
  if (shell.language === "bash" && isPlainlyReading(shell.text)) return { workspaces: [] }
  const find = finderFor(call, deps)
  const here = workspacesOf(["."], find)
  const mentioned = workspacesOf(pathWords(shell.text, deps.places.home), find)
  if (mentioned.every((workspace) => here.includes(workspace))) return { workspaces: here }
  return deps.loadContended().touchedByCommand(call, deps)
}

/** Finds the workspace of a path as a call names it; there is none where nobody says in which directory the call runs. */
export function finderFor(call: SessionCall, deps: GateDeps): (target: string) => string | null {
  const started = deps.env.CLAUDE_PROJECT_DIR ?? call.cwd
  const cwd = call.cwd ?? started
  if (cwd === undefined || started === undefined) return () => null
  return workspaceFinder({ cwd, projectDir: started }, deps.places, deps.fs)
}

/** The workspaces of paths, each once. */
export function workspacesOf(targets: readonly string[], find: (target: string) => string | null): string[] {
  const found = targets.map(find)
  return [...new Set(found.filter((workspace) => workspace !== null))].sort()
}
