import type { Command } from "./command.ts"
import { COMMANDS } from "./command-table.ts"
import type { Ink } from "./ink.ts"
import { OPTIONS } from "./options.ts"

/** Prints the help for one command, or for all of them. */
export function helpText(ink: Ink, command?: Command): string {
  const lines = command ? commandHelp(command, ink) : generalHelp(ink)
  return `${lines.join("\n")}\n`
}

function generalHelp(ink: Ink): string[] {
  return [
    "router-gate keeps two agent sessions from changing one workspace at the same time.",
    "",
    `${ink.bold("Usage")}: router-gate <command> [options]`,
    "",
    ink.bold("Commands"),
    ...table(COMMANDS.map((one) => [usageOf(one), one.summary])),
    "",
    ink.bold("Options"),
    ...table([
      ["-h, --help", "Explain a command: router-gate <command> --help"],
      ["-v, --version", "Print the version."],
    ]),
    "",
    ...EXIT_CODES,
  ]
}

function commandHelp(command: Command, ink: Ink): string[] {
  const { summary, details, options } = command
  return [
    summary,
    "",
    `${ink.bold("Usage")}: router-gate ${usageOf(command)} [options]`,
    "",
    ...details,
    "",
    ink.bold("Options"),
    ...table(options.map((option) => [flag(option), OPTIONS[option].summary])),
    "",
    ...EXIT_CODES,
  ]
}

/** A command with what may be named beside it. */
export function usageOf({ name, argument }: Command): string {
  if (!argument) return name
  return argument.required ? `${name} <${argument.name}>` : `${name} [${argument.name}]`
}

const EXIT_CODES = [
  "Exit codes: 0 done or nothing to do, 1 refused or unhealthy, 2 not understood, 130 interrupted.",
]

function flag(name: keyof typeof OPTIONS): string {
  const option = OPTIONS[name] as { value?: string; short?: string }
  return `${option.short ? `-${option.short}, ` : ""}--${name}${option.value ? ` <${option.value}>` : ""}`
}

function table(rows: [string, string][]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
}
