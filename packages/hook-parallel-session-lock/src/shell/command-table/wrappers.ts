import { type Argument, anything, exactText } from "../argument.ts"
import { isHarmlessSetting } from "../environment.ts"
import { changes, unknown } from "../outcome.ts"
import type { CommandTable, Rule } from "../rule.ts"
import { readLeadingOptions } from "./leading-options.ts"

/** Runs the words after its own options and as many operands as it takes. */
function runsRest(list: string, operands = 0): Rule {
  return (call) => {
    const { rest, stranger } = readLeadingOptions(call.args, list)
    if (stranger !== null) return unknown(`${call.name} ${stranger}`)
    if (rest.slice(0, operands).some((arg) => exactText(arg) === null)) return unknown(call.name)
    return rest.length <= operands ? null : call.run(rest.slice(operands))
  }
}

/** `env A=b CMD`. */
const env: Rule = (call) => {
  const { rest, stranger } = readLeadingOptions(call.args, "-i -0 -u: --ignore-environment --null --unset:")
  if (stranger !== null) return unknown(`env ${stranger}`)
  let at = 0
  for (; at < rest.length; at++) {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(exactText(rest[at]) ?? "") ?? []
    if (name === undefined || value === undefined) break
    if (!isHarmlessSetting(name, value)) return unknown(`env ${name}=`)
  }
  // What it is may only turn out to be an assignment, and the next word the command.
  if (rest[at] !== undefined && exactText(rest[at]) === null) return unknown("env with an expansion")
  if (exactText(rest[at])?.includes("=")) return unknown(`env ${exactText(rest[at])}`)
  return call.run(rest.slice(at))
}

/** `command -v x` asks; otherwise it runs the rest, in this shell. */
const command: Rule = (call) => {
  const { rest, found, stranger } = readLeadingOptions(call.args, "-v -V -p")
  if (stranger !== null) return unknown(`command ${stranger}`)
  return found.has("-v") || found.has("-V") ? null : call.runHere(rest)
}

const builtin: Rule = (call) => call.runHere(call.args)

/** Appends what it reads to the words that it runs: that may be anything. */
const xargs: Rule = (call) => {
  const list =
    "-0 -r -t -x -n: -P: -L: -d: -s: -E: -a: -I: --null --no-run-if-empty --verbose --max-args: --max-procs: --delimiter: --arg-file:"
  const { rest, found, stranger } = readLeadingOptions(call.args, list)
  if (stranger !== null) return unknown(`xargs ${stranger}`)
  const mark = found.get("-I")
  if (mark === undefined) return rest.length === 0 ? null : call.run([...rest, anything])
  const text = exactText(mark ?? undefined)
  if (text === null || text === "") return unknown("xargs -I")
  return call.run(rest.map((word) => replaced(word, text)))
}

function replaced(word: Argument, mark: string): Argument {
  if (word.text === null) return word
  const at = word.text.indexOf(mark)
  if (at === -1) return word
  return { text: null, option: at === 0 || word.text.startsWith("-") }
}

/** Signal 0 only asks whether there is such a process. */
const kill: Rule = ({ args }) => {
  const [signal, ...pids] = args.map(({ text }) => text ?? "")
  const asks = (signal === "-0" || signal === "-l") && pids.every((pid) => /^\d*$/.test(pid))
  return asks ? null : unknown("kill", [])
}

/** Programs that run another command. */
export const wrapperCommands: CommandTable = {
  env,
  command,
  builtin,
  xargs,
  gxargs: xargs,
  timeout: runsRest("-k: -s: -v --kill-after: --signal: --preserve-status --foreground --verbose", 1),
  gtimeout: runsRest("-k: -s: -v --kill-after: --signal: --preserve-status --foreground --verbose", 1),
  nice: runsRest("-n: -# --adjustment:"),
  ionice: runsRest("-c: -n: -t"),
  stdbuf: runsRest("-i: -o: -e: --input: --output: --error:"),
  setsid: runsRest("-w"),
  time: runsRest("-p -v -f: -l -h"),
  caffeinate: runsRest("-i -d -s -m"),
  unbuffer: runsRest(""),
  // Without a terminal it writes nothing of its own; with one it makes nohup.out.
  nohup: (call) => call.run(call.args) ?? unknown("nohup"),
  kill,
  sudo: ({ args }) => unknown(`sudo ${exactText(args[0]) ?? ""}`.trim()),
  eval: (call) => {
    const texts = call.args.map(exactText)
    if (texts.some((text) => text === null)) return unknown("eval")
    return call.runScript(texts.join(" ")) ?? unknown("eval")
  },
  pkill: () => changes("pkill", []),
  killall: () => changes("killall", []),
}
