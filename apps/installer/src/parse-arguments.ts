import { parseArgs } from "node:util"
import type { Command } from "./command.ts"
import { COMMANDS } from "./command-table.ts"
import { OPTIONS } from "./options.ts"
import { UsageError } from "./refusal.ts"
import { SCOPES, type Scope } from "./scope.ts"

/** A command line, understood. */
export type Request =
  | { ask: "version" }
  | { ask: "help"; command?: Command }
  | { ask: "run"; command: Command; options: Options }

export interface Options {
  scope: Scope | undefined
  dryRun: boolean
  json: boolean
  yesFromAgent: boolean
  projectDir: string | undefined
  managedDir: string | undefined
}

/** Understands a command line, or throws a UsageError that says what it did not understand. */
export function parseArguments(argv: readonly string[]): Request {
  // `pnpm run x -- install` hands the separator on.
  const [name, ...rest] = argv[0] === "--" ? argv.slice(1) : argv
  if (name === undefined) throw new UsageError("No command given")
  if (name === "--version" || name === "-v") return { ask: "version" }
  if (name === "--help" || name === "-h") return { ask: "help" }
  if (name === "help")
    return rest[0] === undefined ? { ask: "help" } : { ask: "help", command: commandNamed(rest[0]) }
  const command = commandNamed(name)
  const values = optionsOf(command, rest)
  if (values.help) return { ask: "help", command }
  return {
    ask: "run",
    command,
    options: {
      scope: scopeNamed(values.scope),
      dryRun: values["dry-run"] === true,
      json: values.json === true,
      yesFromAgent: values["yes-from-agent"] === true,
      projectDir: text(values["project-dir"]),
      managedDir: text(values["managed-dir"]),
    },
  }
}

/** Tells whether JSON was asked for, even on a command line that is not understood otherwise. */
export function wantsJson(argv: readonly string[]): boolean {
  return argv.includes("--json")
}

function commandNamed(name: string): Command {
  const command = COMMANDS.find((one) => one.name === name)
  if (command) return command
  const kind = name.startsWith("-") ? "option" : "command"
  throw new UsageError(`Unknown ${kind} ${name}; there are ${COMMANDS.map((one) => one.name).join(", ")}`)
}

function optionsOf(command: Command, args: string[]): Record<string, string | boolean | undefined> {
  const options = Object.fromEntries(
    command.options.map((name) => {
      const { type, short } = OPTIONS[name] as { type: "string" | "boolean"; short?: string }
      return [name, short ? { type, short } : { type }]
    }),
  )
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values as Record<
      string,
      string | boolean
    >
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(`${command.name}: ${error.message}`)
    throw error
  }
}

function scopeNamed(value: string | boolean | undefined): Scope | undefined {
  if (value === undefined) return undefined
  const scope = SCOPES.find((one) => one === value)
  if (scope) return scope
  throw new UsageError(`--scope is one of ${SCOPES.join(", ")}, not ${JSON.stringify(value)}`)
}

function text(value: string | boolean | undefined): string | undefined {
  return typeof value === "string" ? value : undefined
}
