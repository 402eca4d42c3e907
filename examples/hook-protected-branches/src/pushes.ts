import { basename } from "node:path"
import { parseArgs } from "node:util"
import { type Command, forEachChild, parse, type SyntaxNode } from "unbash"
import { wordText } from "./word-text.ts"

/** One `git push` of a shell command. */
export interface Push {
  /** Where it runs, as far as that is written in the command; null if it cannot be told. */
  dir: string | null
  /** The words behind `push`. */
  args: string[]
}

/** Lists the pushes that a shell command would make. A command that the grammar has doubts about makes none. */
export function pushesIn(source: string): Push[] {
  // Almost no command pushes; this one need not be parsed then.
  if (!/\bpush\b/.test(source)) return []
  const script = parse(source)
  if (script.errors?.length) return []
  const commands = commandsIn(script)
  // Where a command runs after one of these is for the shell to know.
  const stays = !commands.some(([name]) => /^(?:cd|pushd|popd)$/.test(name ?? ""))
  return commands.flatMap(([name, ...args]) => {
    const push = name !== undefined && basename(name) === "git" ? pushOf(args) : null
    return push ? [stays ? push : { ...push, dir: null }] : []
  })
}

/** The words of each simple command, wherever it stands. */
function commandsIn(node: SyntaxNode): string[][] {
  const found: string[][] = []
  if (node.type === "Command") found.push(wordsOf(node))
  forEachChild(node, (child) => {
    found.push(...commandsIn(child))
  })
  return found
}

function wordsOf({ name, args }: Command): string[] {
  return [name, ...args].flatMap((word) => (word?.type === "Word" ? [wordText(word)] : []))
}

/** The options of git itself that take the next word as their value. */
const GIT_OPTIONS = {
  directory: { type: "string", short: "C", multiple: true },
  config: { type: "string", short: "c", multiple: true },
  "git-dir": { type: "string" },
  "work-tree": { type: "string" },
  namespace: { type: "string" },
  "config-env": { type: "string", multiple: true },
} as const

function pushOf(args: string[]): Push | null {
  const { tokens } = parseArgs({ args, options: GIT_OPTIONS, strict: false, tokens: true })
  const verb = tokens.find((token) => token.kind === "positional")
  if (verb?.value !== "push") return null
  const before = tokens.flatMap((token) =>
    token.kind === "option" && token.index < verb.index ? [token] : [],
  )
  const isElsewhere = before.some(({ name }) => name === "git-dir" || name === "work-tree")
  const [dir = ".", ...more] = before.flatMap((one) => (one.name === "directory" ? [one.value ?? ""] : []))
  const isKnown = !isElsewhere && dir !== "" && more.length === 0
  return { dir: isKnown ? dir : null, args: args.slice(verb.index + 1) }
}
