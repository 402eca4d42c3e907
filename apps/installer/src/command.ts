import type { CliProcess, Environment } from "./environment.ts"
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
  json: boolean
  watch: boolean
  fast: boolean
  force: boolean
  /** The command's argument, as it was given. */
  argument: string | undefined
  forMs: number | undefined
  timeoutMs: number | undefined
  lines: number | undefined
  /** Hooks beside the gate: folders for install, names for uninstall. */
  plugins: readonly string[]
  terminal: Terminal
  /** For what is printed while it runs. */
  ink: Ink
}

/** What a command may do beside answering. */
export type Terminal = Pick<CliProcess, "pid" | "cwd" | "stdin" | "stdout" | "stderr" | "on" | "off">

/** One command: a row that feeds parsing, help and the reference. */
export interface Command {
  name: string
  summary: string
  /** Further sentences for its own help. */
  details: readonly string[]
  options: readonly OptionName[]
  /** Something that may, or has to be, named beside the options. */
  argument?: Argument
  /** Where nobody could make sense of an error: it says nothing then, and exits with 0. */
  neverFails?: true
  run: (input: CommandInput) => Promise<Answer>
}

export interface Argument {
  name: string
  /** All that it can be; without this it is a path. */
  values?: readonly string[]
  required?: true
}

/** A command's result, ready to be printed either way. */
export interface Answer {
  /** Null where everything was printed while it ran. */
  json: object | null
  text: (ink: Ink) => string
  /** 0 unless the command has something to object to; 130 when it was interrupted. */
  exitCode?: 0 | 1 | 130
}
