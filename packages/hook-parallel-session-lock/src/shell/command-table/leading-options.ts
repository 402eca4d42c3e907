import type { Argument } from "../argument.ts"

/** The options at the start, up to the first word that is none: what follows belongs to another command. */
export function readLeadingOptions(
  args: readonly Argument[],
  list: string,
): { rest: readonly Argument[]; found: Map<string, Argument | null>; stranger: string | null } {
  const known = new Map(list.split(/\s+/).map((word) => [word.replace(/:$/, ""), word.endsWith(":")]))
  const found = new Map<string, Argument | null>()
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as Argument
    const done = (stranger: string | null) => ({ rest: args.slice(at), found, stranger })
    if (!arg.option) return done(null)
    const text = arg.text
    if (text === null || arg.many) return done("with an argument that may be an option")
    if (text === "--") return { rest: args.slice(at + 1), found, stranger: null }
    const [name = ""] = text.startsWith("--") ? text.split("=") : [text.slice(0, 2)]
    const takesValue = known.get(name)
    const attached = text.startsWith("--")
      ? text.includes("=")
        ? text.slice(name.length + 1)
        : null
      : text.slice(2) || null
    if (/^-\d+$/.test(text) && known.has("-#")) continue
    if (takesValue === undefined || (!takesValue && attached !== null && !isCluster(text, known)))
      return done(text)
    if (!takesValue) {
      for (const letter of text.startsWith("--") ? [] : text.slice(1)) found.set(`-${letter}`, null)
      continue
    }
    const value = attached === null ? args[++at] : { ...arg, text: attached, option: false }
    // A number may turn out to be missing, and the next word be taken for it.
    if (value === undefined || value.many || value.sampled) return done(name)
    found.set(name, value)
  }
  return { rest: [], found, stranger: null }
}

/** Several flags in one word, none with a value. */
function isCluster(text: string, known: ReadonlyMap<string, boolean>): boolean {
  return !text.startsWith("--") && [...text.slice(1)].every((letter) => known.get(`-${letter}`) === false)
}
