import { parseArgs } from "node:util"
import type { Command } from "./command.ts"
import { COMMANDS } from "./command-table.ts"
import { parseDuration } from "./duration.ts"
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
  watch: boolean
  fast: boolean
  yesFromAgent: boolean
  projectDir: string | undefined
  managedDir: string | undefined
  force: boolean
  argument: string | undefined
  forMs: number | undefined
  timeoutMs: number | undefined
  lines: number | undefined
  plugins: readonly string[]
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
  const { values, positionals } = optionsOf(command, rest)
  if (values.help) return { ask: "help", command }
  return {
    ask: "run",
    command,
    options: {
      scope: scopeNamed(values.scope),
      dryRun: values["dry-run"] === true,
      json: values.json === true,
      watch: values.watch === true,
      fast: values.fast === true,
      yesFromAgent: values["yes-from-agent"] === true,
      projectDir: text(values["project-dir"]),
      managedDir: text(values["managed-dir"]),
      force: values.force === true,
      argument: positionals[0],
      forMs: duration("for", values.for),
      timeoutMs: duration("timeout", values.timeout),
      lines: count("lines", values.lines),
      plugins: Array.isArray(values.plugin) ? values.plugin : [],
    },
  }
}

/** Tells whether JSON was asked for, even on a command line that is not understood otherwise. */
export function wantsJson(argv: readonly string[]): boolean {
  return argv.includes("--json")
}

/** Tells whether a command line is of a command that must not fail, even if it is not understood otherwise. */
export function neverFails(argv: readonly string[]): boolean {
  return COMMANDS.some((one) => one.neverFails && one.name === argv[0])
}

function commandNamed(name: string): Command {
  const command = COMMANDS.find((one) => one.name === name)
  if (command) return command
  const kind = name.startsWith("-") ? "option" : "command"
  throw new UsageError(`Unknown ${kind} ${name}; there are ${COMMANDS.map((one) => one.name).join(", ")}`)
}

type Value = string | boolean | string[] | undefined

interface Parsed {
  values: Record<string, Value>
  positionals: string[]
}

function optionsOf(command: Command, args: string[]): Parsed {
  const options = Object.fromEntries(
    command.options.map((name) => {
      const { type, short, multiple } = OPTIONS[name] as {
        type: "string" | "boolean"
        short?: string
        multiple?: boolean
      }
      return [name, { type, ...(short && { short }), ...(multiple && { multiple }) }]
    }),
  )
  try {
    const allowPositionals = command.argument !== undefined
    const { values, positionals } = parseArgs({ args, options, strict: true, allowPositionals })
    if (isTaken(command, positionals, values.help === true))
      return { values: values as Parsed["values"], positionals }
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(`${command.name}: ${error.message}`)
    throw error
  }
  const { name, values = [] } = command.argument ?? { name: "argument" }
  throw new UsageError(
    `${command.name} takes one ${name}${values.length > 0 ? `: ${values.join(", ")}` : ""}`,
  )
}

function isTaken({ argument }: Command, positionals: string[], asksForHelp: boolean): boolean {
  const [first] = positionals
  if (asksForHelp || positionals.length > 1) return asksForHelp
  if (first === undefined) return argument?.required !== true
  return argument?.values?.includes(first) ?? true
}

function scopeNamed(value: Value): Scope | undefined {
  if (value === undefined) return undefined
  const scope = SCOPES.find((one) => one === value)
  if (scope) return scope
  throw new UsageError(`--scope is one of ${SCOPES.join(", ")}, not ${JSON.stringify(value)}`)
}

function duration(name: string, value: Value): number | undefined {
  if (value === undefined) return undefined
  const parsed = parseDuration(String(value))
  if (parsed !== null) return parsed
  throw new UsageError(`--${name} is a duration such as 90s, 30m, 2h or 1d, not ${JSON.stringify(value)}`)
}

function count(name: string, value: Value): number | undefined {
  if (value === undefined) return undefined
  if (/^[1-9]\d{0,6}$/.test(String(value))) return Number(value)
  throw new UsageError(`--${name} is a number from 1 on, not ${JSON.stringify(value)}`)
}

function text(value: Value): string | undefined {
  return typeof value === "string" ? value : undefined
}
