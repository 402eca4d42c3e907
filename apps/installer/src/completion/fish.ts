import type { Command } from "../command.ts"
import { OPTIONS, type OptionName } from "../options.ts"
import { optionWords } from "./option-words.ts"

/** The completion for fish. */
export function fishScript(commands: readonly Command[]): string {
  const options = Object.keys(OPTIONS) as OptionName[]
  const lines = [
    "# Completes router-gate in fish.",
    "complete -c router-gate -f",
    "complete -c router-gate -n __fish_use_subcommand -l help -d 'Explain a command.'",
    "complete -c router-gate -n __fish_use_subcommand -l version -d 'Print the version.'",
    ...commands.flatMap(commandLines),
    ...options.map((option) => optionLine(option, commands)),
  ]
  return `${lines.join("\n")}\n`
}

function commandLines({ name, summary, argument }: Command): string[] {
  const line = `complete -c router-gate -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`
  if (!argument) return [line]
  const values = argument.values ? `-a ${quoted(argument.values.join(" "))}` : "-F"
  return [line, `complete -c router-gate -n ${after([name])} ${values}`]
}

function optionLine(option: OptionName, commands: readonly Command[]): string {
  const { flag, short, summary, value } = optionWords(option)
  const takers = commands.filter(({ options }) => options.includes(option)).map(({ name }) => name)
  const names = `${short ? `-s ${short.slice(1)} ` : ""}-l ${flag.slice(2)}`
  const values = {
    none: "",
    words: ` -x -a ${quoted(value.kind === "words" ? value.words.join(" ") : "")}`,
    directory: " -x -a '(__fish_complete_directories)'",
    free: " -x",
  }[value.kind]
  return `complete -c router-gate -n ${after(takers)} ${names}${values} -d ${quoted(summary)}`
}

function after(commands: readonly string[]): string {
  return quoted(`__fish_seen_subcommand_from ${commands.join(" ")}`)
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`
}
