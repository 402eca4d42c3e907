import type { Environment } from "./environment.ts"
import type { InstallableHook } from "./hooks.ts"
import type { Ink } from "./ink.ts"
import type { OptionName } from "./options.ts"
import type { Scope } from "./scope.ts"

/** What every command is given. */
export interface CommandInput {
  environment: Environment
  hooks: readonly InstallableHook[]
  /** The installer's own version. */
  version: string
  scope: Scope
  /** Whether the scope was named, or is the default. */
  scopeNamed: boolean
  dryRun: boolean
  /** Whether the user said that an agent may do this. */
  yesFromAgent: boolean
}

/** One command: a row that feeds parsing, help and the reference. */
export interface Command {
  name: string
  summary: string
  /** Further sentences for its own help. */
  details: readonly string[]
  options: readonly OptionName[]
  run: (input: CommandInput) => Promise<Answer>
}

/** A command's result, ready to be printed either way. */
export interface Answer {
  json: object
  text: (ink: Ink) => string
  /** 0 unless the command has something to object to. */
  exitCode?: 0 | 1
}
