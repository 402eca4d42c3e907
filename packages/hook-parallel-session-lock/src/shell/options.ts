import type { Argument } from "./argument.ts"
import { type Outcome, unknown } from "./outcome.ts"
import type { Call } from "./rule.ts"

/**
 * Options as words: `-n` alone, `-k:` with a value, `--sort` alone or with `=value`, `--key:` with a value, `--merged?`
 * with one unless it comes last.
 */
export type OptionList = string

/** A rule that needs no more than the words. */
export type OptionRule = (call: Pick<Call, "name" | "args">) => Outcome

/** The arguments of a command, told apart. */
export interface Options {
  /** As they are listed, with their values where they take one. */
  readonly found: ReadonlyMap<string, Argument | null>
  readonly operands: readonly Argument[]
  /** One was given more than once: only its last value is in `found`. */
  readonly repeats: boolean
  /** The first that is not in the list, or that may be an option but cannot be told. */
  readonly stranger: string | null
}

/**
 * Tells options and operands apart the way getopt does: clusters of letters, values attached or apart, options after
 * operands, `--`. A long name must be whole, since an abbreviation may mean an option that is not in the list.
 * `-#` in the list is any number.
 */
export function readOptions(args: readonly Argument[], list: OptionList): Options {
  const known = new Map(list.split(/\s+/).map((word) => [word.replace(/[:?]$/, ""), /[:?]$/.test(word)]))
  const isOptional = (name: string): boolean => list.includes(`${name}? `)
  const found = new Map<string, Argument | null>()
  let repeats = false
  const find = (name: string, value: Argument | null): void => {
    repeats ||= found.has(name) && value !== null
    found.set(name, value)
  }
  const operands: Argument[] = []
  let stranger: string | null = null
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as Argument
    const text = arg.text
    if (!arg.option) {
      operands.push(arg)
    } else if (text === null || arg.many) {
      stranger ??= "an argument that may be an option"
    } else if (text === "--") {
      operands.push(...args.slice(i + 1))
      break
    } else if (text.startsWith("--")) {
      const [name = "", ...value] = text.split("=")
      const takesValue = known.get(name)
      if (takesValue === undefined) stranger ??= name
      const apart = takesValue && value.length === 0 ? valueAt(args, ++i) : null
      if (apart === undefined && !(i >= args.length && isOptional(name))) stranger ??= name
      find(name, value.length > 0 ? { text: value.join("="), option: false } : (apart ?? null))
    } else if (/^-\d+$/.test(text) && known.has("-#")) {
      found.set("-#", null)
    } else {
      stranger ??= readCluster(text)
    }

    function readCluster(cluster: string): string | null {
      for (let at = 1; at < cluster.length; at++) {
        const name = `-${cluster[at]}`
        const takesValue = known.get(name)
        if (takesValue === undefined) return name
        if (!takesValue) {
          found.set(name, null)
          continue
        }
        const rest = cluster.slice(at + 1)
        const value = rest === "" ? valueAt(args, ++i) : { ...arg, text: rest, option: false }
        find(name, value ?? null)
        return value === undefined ? name : null
      }
      return null
    }
  }
  return { found, operands, repeats, stranger }
}

/** Reads if it has no options but these, and no more operands than given. */
export function only(list: OptionList, mostOperands = Number.POSITIVE_INFINITY): OptionRule {
  return ({ name, args }) => {
    const { operands, stranger } = readOptions(args, list)
    if (stranger !== null) return unknown(`${name} ${stranger}`)
    return countAtMost(operands, mostOperands) ? null : unknown(`${name} with another operand`)
  }
}

/**
 * The same for programs whose options are words after one dash or two, never clusters. `mostWords` bounds all words that
 * are no option, values included.
 */
export function onlyWords(list: OptionList, mostWords = Number.POSITIVE_INFINITY): OptionRule {
  const known = list.split(/\s+/)
  return ({ name, args }) => {
    const strange = args.find((arg) => {
      const word = arg.text?.replace(/^--/, "-").replace(/=.*$/s, "")
      return arg.option && (word === undefined || arg.many || !known.includes(word))
    })
    if (strange) return unknown(`${name} ${strange.text ?? "an argument that may be an option"}`)
    const words = args.filter((arg) => !arg.option)
    return countAtMost(words, mostWords) ? null : unknown(`${name} with another operand`)
  }
}

/**
 * Reads if it has none of these options. Letters count anywhere in a cluster, and every abbreviation of a long name
 * counts: getopt_long takes any that is unique. `valued` are harmless options whose value is not to be mistaken.
 */
export function without(denied: OptionList, valued: OptionList = ""): OptionRule {
  return ({ name, args }) => {
    const option = findOption(args, denied, valued)
    return option === null ? null : unknown(`${name} ${option}`)
  }
}

/** The first argument that is one of these options, or may be. */
export function findOption(
  args: readonly Argument[],
  denied: OptionList,
  valued: OptionList = "",
): string | null {
  const deniedNames = denied.split(" ")
  const valuedNames = valued.split(" ")
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as Argument
    if (!arg.option) continue
    const text = arg.text
    if (text === null || arg.many) return "an argument that may be an option"
    if (text === "--") return null
    if (valuedNames.includes(text) && args[i + 1] !== undefined && !args[i + 1]?.many) i++
    else if (text.startsWith("--")) {
      const [given = ""] = text.split("=")
      if (deniedNames.some((name) => name.startsWith(given))) return given
    } else {
      for (const letter of text.slice(1)) {
        if (deniedNames.includes(`-${letter}`)) return `-${letter}`
        if (valuedNames.includes(`-${letter}`)) break
      }
    }
  }
  return null
}

/** The argument that is an option's value; undefined if it may be missing, and the next thing be taken instead. */
function valueAt(args: readonly Argument[], at: number): Argument | undefined {
  const value = args[at]
  return value?.many ? undefined : value
}

/** Whether there are at most so many, however many an uncertain one turns out to be. */
export function countAtMost(operands: readonly Argument[], most: number): boolean {
  if (most === Number.POSITIVE_INFINITY) return true
  return operands.length <= most && !operands.some((operand) => operand.many)
}
