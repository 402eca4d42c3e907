import type { Argument, Command } from "../command.ts"
import { shellQuote } from "../launcher.ts"
import { type OptionWords, optionWords } from "./option-words.ts"

/** The completion for zsh: as a file in $fpath, or to be evaluated. */
export function zshScript(commands: readonly Command[]): string {
  const described = commands.map(({ name, summary }) => `    ${shellQuote(`${name}:${escaped(summary)}`)}`)
  return `#compdef router-gate
_router-gate() {
  local -a commands
  commands=(
${described.join("\n")}
    'help:Explain a command.'
  )
  if (( CURRENT == 2 )); then
    _describe -t commands command commands
    _arguments '--help[Explain a command.]' '--version[Print the version.]'
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(commandCase).join("")}    help) _describe -t commands command commands ;;
  esac
}
if [ "$funcstack[1]" = _router-gate ]; then _router-gate "$@"; else compdef _router-gate router-gate; fi
`
}

function commandCase({ name, options, argument }: Command): string {
  const specs = [...options.map((option) => optionSpec(optionWords(option))), ...argumentSpec(argument)]
  return `    ${name})\n      _arguments \\\n${specs.map((spec) => `        ${shellQuote(spec)}`).join(" \\\n")}\n      ;;\n`
}

function optionSpec({ flag, summary, value }: OptionWords): string {
  const title = `${flag}[${escaped(summary)}]`
  if (value.kind === "none") return title
  const values = { words: "", directory: "_files -/", free: " " }[value.kind]
  return `${title}:value:${value.kind === "words" ? `(${value.words.join(" ")})` : values}`
}

function argumentSpec(argument: Argument | undefined): string[] {
  if (!argument) return []
  return [`1:${argument.name}:${argument.values ? `(${argument.values.join(" ")})` : "_files"}`]
}

/** In a description these would end it. */
function escaped(text: string): string {
  return text.replace(/[\\[\]:]/g, "\\$&")
}
