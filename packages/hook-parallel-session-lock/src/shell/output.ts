import type { Command, ParsedScript } from "unbash"
import { literalText } from "./expand.ts"
import type { Value } from "./state.ts"

/** What the output of a substitution is known to be, so that it cannot be taken for an option. */
export function outputOf(script: ParsedScript | undefined): Value | undefined {
  const [statement] = script?.commands ?? []
  if (script?.commands.length !== 1 || statement === undefined || statement.background) return undefined
  const { command } = statement
  const last = command.type === "Pipeline" ? command.commands.at(-1) : command
  if (
    last?.type !== "Command" ||
    last.redirects.some(({ operator }) => operator !== ">" && operator !== "<")
  ) {
    return undefined
  }
  return outputOfCommand(last, command.type === "Pipeline")
}

function outputOfCommand(command: Command, isPiped: boolean): Value | undefined {
  const words: string[] = []
  for (const word of [command.name, ...command.args]) {
    const text = word?.type === "Word" ? literalText(word) : null
    if (text === null) return undefined
    words.push(text)
  }
  const [name = "", ...args] = words
  const isRedirected = command.redirects.some(({ operator }) => operator === "<")
  if (name === "wc" && (isPiped || isRedirected) && /^-[lcwm]$/.test(args.join(" ")))
    return { kind: "number" }
  if (isPiped) return undefined
  if (/^(date \+%s|nproc|git rev-list --count [\w./]+)$/.test(words.join(" "))) return { kind: "number" }
  if (words.join(" ") === "pwd") return { kind: "operand" }
  // These answer with names of commits, branches or directories, or with the operand itself.
  const isAsked = name === "git" && /^(rev-parse|merge-base|describe)$/.test(args[0] ?? "")
  const isName = (arg: string): boolean =>
    /^(--show-toplevel|--show-prefix|--git-dir|--abbrev-ref|--short|--verify|--tags|--always|--abbrev=\d+|--fork-point|[\w@{}^~./:][\w@{}^~./:-]*)$/.test(
      arg,
    )
  if (!isAsked || !args.slice(1).every(isName)) return undefined
  return { kind: /show-toplevel|show-prefix|git-dir/.test(words.join(" ")) ? "operand" : "word" }
}
