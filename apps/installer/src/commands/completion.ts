import type { Command } from "../command.ts"
import { bashScript } from "../completion/bash.ts"
import { fishScript } from "../completion/fish.ts"
import { zshScript } from "../completion/zsh.ts"

/** The shells that there is a script for. */
export const SHELLS: Record<string, (commands: readonly Command[]) => string> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
}

/** A completion script. */
export interface CompletionResult {
  command: "completion"
  shell: string
  script: string
}

/** Makes the script for a shell from the command table. */
export function completion(shell = "", commands: readonly Command[]): CompletionResult {
  return { command: "completion", shell, script: SHELLS[shell]?.(commands) ?? "" }
}
