import type { Command } from "../command.ts"
import { OPTIONS, type OptionName } from "../options.ts"
import { type OptionWords, optionWords } from "./option-words.ts"

/** The completion for bash, from 3.2 on: that is what macOS has. */
export function bashScript(commands: readonly Command[]): string {
  const names = commands.map(({ name }) => name).join(" ")
  const options = (Object.keys(OPTIONS) as OptionName[]).map(optionWords)
  return `# Completes router-gate in bash: eval "$(router-gate completion bash)"
_router_gate() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} words= paths= line
  COMPREPLY=()
  # --scope=user is three words to bash.
  if [ "$prev" = "=" ]; then prev=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  if [ "$cur" = "=" ]; then cur=; fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${names} help --help --version'
  else
    case $prev in
${options.map(valueCase).join("")}      *)
        case \${COMP_WORDS[1]} in
${commands.map(commandCase).join("")}          help) words='${names}' ;;
        esac
        ;;
    esac
  fi
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
    compgen -W "$words" -- "$cur"
    if [ -n "$paths" ] && [ "\${cur#-}" = "$cur" ]; then compgen "$paths" -- "$cur"; fi
  )
  # Quotes names, and a slash behind directories; bash 3.2 cannot.
  if [ -n "$paths" ]; then compopt -o filenames 2>/dev/null; fi
  return 0
}
complete -F _router_gate router-gate
`
}

function valueCase({ flag, value }: OptionWords): string {
  if (value.kind === "none") return ""
  const does = { words: "", directory: "paths=-d", free: "return 0" }[value.kind]
  return `      ${flag}) ${value.kind === "words" ? `words='${value.words.join(" ")}'` : does} ;;\n`
}

function commandCase({ name, options, argument }: Command): string {
  const words = [...(argument?.values ?? []), ...options.map((option) => optionWords(option).flag)]
  const paths = argument && !argument.values ? "; paths=-f" : ""
  return `          ${name}) words='${words.join(" ")}'${paths} ;;\n`
}
