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
    return { workspaces: workspacesOf(targets.length > 0 ? targets : ["."], call, deps) }
  }
  if (shell.language === "bash" && isPlainlyReading(shell.text)) return { workspaces: [] }
  const here = workspacesOf(["."], call, deps)
  const mentioned = workspacesOf(pathWords(shell.text, deps.places.home), call, deps)
  if (mentioned.every((workspace) => here.includes(workspace))) return { workspaces: here }
  return deps.loadContended().touchedByCommand(call, deps)
}

/** The workspaces of paths as a call names them, each once. */
export function workspacesOf(targets: readonly string[], call: SessionCall, deps: GateDeps): string[] {
  const started = deps.env.CLAUDE_PROJECT_DIR ?? call.cwd
  const cwd = call.cwd ?? started
  if (cwd === undefined || started === undefined) return []
  const at = { cwd, projectDir: started }
  const found = targets.map(workspaceFinder(at, deps.places, deps.fs))
  return [...new Set(found.filter((workspace) => workspace !== null))].sort()
}
