import { type Argument, anything, exactText } from "../argument.ts"
import { type Outcome, unknown } from "../outcome.ts"
import { alsoOn, type Call, type Rule } from "../rule.ts"
import { changingVerbs, gitVerbs } from "./git-verbs.ts"

/** Settings that only change how things are shown, and never name a program. */
const harmlessSettings =
  /^(color\.|column\.|advice\.|log\.|status\.|blame\.|i18n\.|user\.|grep\.(linenumber|column|fullname|patterntype)|diff\.(renames|renamelimit|algorithm|context|colormoved|noprefix|mnemonicprefix|wordregex|submodule|suppressblankempty|interhunkcontext|statgraphwidth)=|core\.(quotepath|abbrev|ignorecase|precomposeunicode|longpaths|commentchar|preloadindex)=|safe\.directory=|(core\.pager|pager\.\w+)=(cat|false)?$|core\.fsmonitor=(false|0)?$|gc\.auto=|feature\.manyfiles=)/i

/** `git`, by its verb and its arguments. What runs is looked for where git itself would look for it. */
export const gitCommand: Rule = (call) => {
  const { rest, places, stranger } = globalOptions(call.args)
  const located = (outcome: Outcome): Outcome => outcome && locate(outcome, places)
  if (stranger !== null) return located(unknown(`git ${stranger}`, alsoOn(rest)))
  const [first, ...args] = rest
  if (first === undefined) return null
  const verb = exactText(first)
  if (verb === null || first.many) return located(unknown("git with a verb that cannot be told"))
  const rule = Object.hasOwn(gitVerbs, verb) ? gitVerbs[verb] : undefined
  if (rule) return located(named(verb, rule, { ...call, name: `git ${verb}`, args }))
  const commandClass = changingVerbs.has(verb) ? "changes" : "unknown"
  return located({ class: commandClass, because: `git ${verb}`, on: alsoOn(args) })
}

/** Rules name what they object to; that the verb is there is what matters most. */
function named(verb: string, rule: Rule, call: Call): Outcome {
  const outcome = rule(call)
  return outcome && !outcome.because.startsWith("git ") ? { ...outcome, because: `git ${verb}` } : outcome
}

/** Where git was told to work counts instead of the current directory. */
function locate(outcome: NonNullable<Outcome>, places: readonly Argument[]): Outcome {
  if (places.length === 0) return outcome
  const [here, ...others] = outcome.on ?? []
  return { ...outcome, on: here?.text === "." ? [...places, ...others] : [...places, ...(outcome.on ?? [])] }
}

function globalOptions(args: readonly Argument[]): {
  rest: Argument[]
  places: Argument[]
  stranger: string | null
} {
  const places: Argument[] = []
  let inDir: string | null = null
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as Argument
    const done = (stranger: string | null) => ({ rest: args.slice(at), places, stranger })
    if (!arg.option) return done(null)
    const text = arg.text
    if (text === null || arg.many) return done("an argument that may be an option")
    const value = args[at + 1]
    const [, attached] = /^--(?:git-dir|work-tree)=(.*)$/s.exec(text) ?? []
    if (attached !== undefined) places.push(within(inDir, { ...arg, text: attached, option: false }))
    else if (/^(-C|--git-dir|--work-tree)$/.test(text)) {
      places.push(within(inDir, value ?? anything))
      if (value === undefined || value.many) return done(text)
      // Each -C starts from the one before it; what comes later is relative to it, too.
      if (text === "-C") inDir = exactText(places.at(-1))
      at++
    } else if (text === "-c") {
      if (!harmlessSettings.test(exactText(value) ?? "")) return done(`-c ${exactText(value) ?? ""}`)
      at++
    } else if (/^--(version|help|html-path|man-path|info-path|exec-path)$|^-[vh]$/.test(text)) {
      return { rest: [], places, stranger: null }
    } else if (
      !/^(--no-pager|-P|--no-optional-locks|--no-replace-objects|--literal-pathspecs|--bare|--no-lazy-fetch)$/.test(
        text,
      )
    ) {
      return done(text)
    }
  }
  return { rest: [], places, stranger: null }
}

function within(dir: string | null, path: Argument): Argument {
  const text = exactText(path)
  const isRelative = dir !== null && text !== null && !/^[/~]/.test(text)
  return isRelative ? { ...path, text: `${dir}/${text}` } : path
}
