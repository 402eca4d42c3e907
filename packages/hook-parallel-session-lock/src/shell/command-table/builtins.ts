import { type Argument, exactly, exactText } from "../argument.ts"
import { only } from "../options.ts"
import { type Outcome, unknown } from "../outcome.ts"
import { resolveIn } from "../report.ts"
import { type CommandTable, each, type Rule, reads } from "../rule.ts"
import { formatTakesNumbers } from "./printf.ts"

/** `cd` reads; it moves what comes after it. */
const cd: Rule = (call) => {
  const { state, args, home } = call
  const operands = args.filter(
    (arg, at) => !(/^-[LPe]$/.test(arg.text ?? "") || (arg.text === "--" && at === 0)),
  )
  const goesHome = operands.length === 0 && call.name === "cd" && home !== undefined
  const dir = goesHome ? exactly(home) : operands[0]
  const before = state.place
  const path = operands.length <= 1 && !dir?.many ? exactText(dir) : null
  const dirs = path === null || path.startsWith("-") || path.startsWith("+") ? null : resolveIn(before, path)
  if (path === null || dirs === null) {
    state.place = { ...before, known: false }
  } else {
    state.place = { dirs, known: before.known || path.startsWith("/") }
    const isSure = dirs.every(call.isDirectory)
    state.placeIfFailed = isSure ? null : before
  }
  return null
}

/** Back to somewhere that is not followed. */
const popd: Rule = ({ state }) => {
  state.place = { ...state.place, known: false }
  return null
}

/** `test -v 'a[$(rm x)]'` runs what is in the subscript. */
const test: Rule = ({ args, name }) => {
  if (args.some((arg) => arg.text === null && arg.many && arg.option))
    return unknown(`${name} with an expansion without quotes`)
  const names = args.filter((_, at) => /^-[vRt]$/.test(exactText(args[at - 1]) ?? ""))
  const isPlain = names.every((arg) => /^[\w=!<>\]-]*$/.test(exactText(arg) ?? "["))
  return isPlain ? null : unknown(`${name} -v`)
}

/** `-v` assigns, and evaluates a subscript; zsh takes numbers for arithmetic, which may do so too. */
const printf: Rule = ({ args }) => {
  const [first, ...rest] = exactText(args[0]) === "--" ? args.slice(1) : args
  const format = exactText(first)
  if (first === undefined) return null
  if (format === null || format.startsWith("-v") || (format.startsWith("-") && rest.length > 0))
    return unknown("printf")
  if (!formatTakesNumbers(format)) return null
  const isPlain = (arg: Argument): boolean => arg.text !== null && !/[[($`]/.test(arg.text)
  return rest.every(isPlain) ? null : unknown("printf of a number that cannot be told")
}

/** Options of the shell that make it stricter, or show what it does. */
const set: Rule = ({ args }): Outcome => {
  const isPlain = args.every((arg) =>
    /^([-+][euxfo]+|pipefail|errexit|nounset|xtrace|noglob)$/.test(exactText(arg) ?? ""),
  )
  return args.length > 0 && (isPlain || exactText(args[0]) === "--") ? null : unknown("set")
}

/** In zsh these numbers are arithmetic, in which a subscript may run a command. */
const number: Rule = ({ name, args }) =>
  args.every(({ text }) => text !== null && /^\d*$/.test(text)) ? null : unknown(name)

/** Options of bash for globs. */
const shopt: Rule = ({ args }) => {
  const isPlain = args.every((arg) =>
    /^(-[sup]|nullglob|globstar|dotglob|failglob|nocaseglob|nocasematch)$/.test(exactText(arg) ?? ""),
  )
  return isPlain ? null : unknown("shopt")
}

/** What shells do themselves, but for what assigns variables. */
export const builtinCommands: CommandTable = {
  ...each("echo pwd true false : sleep times yes", reads),
  ...each("exit return break continue shift", number),
  // `jobs -x` runs a command, `wait -p` assigns.
  jobs: only("-l -p -r -s -n"),
  wait: only("-n -f"),
  dirs: only("-l -p -v", 0),
  cd,
  pushd: cd,
  popd,
  test,
  "[": test,
  printf,
  set,
  shopt,
  hash: only("-r", 0),
  ulimit: only("-a -n -u -s -c -f -v -H -S", 0),
  umask: only("-S", 0),
  help: reads,
}
