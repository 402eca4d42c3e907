import { type Argument, exactText } from "./argument.ts"
import type { Outcome } from "./outcome.ts"
import { changes, unknown } from "./outcome.ts"
import type { State } from "./state.ts"

/** A command as a rule sees it. */
export interface Call {
  /** Without its directory. */
  readonly name: string
  readonly args: readonly Argument[]
  readonly state: State
  readonly home: string | undefined
  /** Whether there is surely a directory at this path. */
  isDirectory(path: string): boolean
  /** Judges another command, which this one runs with these words in a process of its own. */
  run(words: readonly Argument[]): Outcome
  /** The same for one that runs in this shell. */
  runHere(words: readonly Argument[]): Outcome
  /** Judges a shell script which this one runs. */
  runScript(source: string): Outcome
}

/** Says of a call whether it only reads. */
export type Rule = (call: Call) => Outcome

/** Commands by their names. */
export type CommandTable = Readonly<Record<string, Rule>>

/** The same rule for each of these names. */
export function each(names: string, rule: Rule): CommandTable {
  return Object.fromEntries(names.split(" ").map((name) => [name, rule]))
}

/** Reads, whatever its arguments are. */
export const reads: Rule = () => null

/** Changes what its operands name, after `skipped` of them and without the values of options. */
export function changesOperands(valued = "", skipped = 0): Rule {
  const isValue = (arg: Argument | undefined): boolean => valued.split(" ").includes(exactText(arg) ?? "?")
  return ({ name, args }) => {
    // What may be an option may as well be an operand, of which then nothing is known.
    const operands = args.filter((arg, at) => (!arg.option || arg.text === null) && !isValue(args[at - 1]))
    return changes(name, operands.length > skipped ? operands.slice(skipped) : undefined)
  }
}

/** Changes the current directory, or what else it says. */
export const changesPlace: Rule = ({ name, args }) => changes(name, alsoOn(args))

/** What cannot be judged: it acts where it is started, and on the paths outside that it is given. */
export function cannotTell(words: readonly Argument[]): Outcome {
  const [name] = words
  const second = exactText(words[1])
  const verb = second !== null && /^[\w:-]+$/.test(second) ? ` ${second}` : ""
  return unknown(`${exactText(name) ?? "a command named by an expansion"}${verb}`, alsoOn(words.slice(1)))
}

/** Here, and the paths that lead out of here. */
export function alsoOn(args: readonly Argument[]): Argument[] {
  const outside = args.flatMap((arg) => {
    const path = exactText(arg)?.replace(/^--?[\w-]+=/, "")
    return path && /^(\/|~|\.\.(\/|$))/.test(path) ? [{ text: path, option: false }] : []
  })
  return [{ text: ".", option: false }, ...outside]
}
