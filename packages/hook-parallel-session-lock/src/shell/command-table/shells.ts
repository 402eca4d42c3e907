import { exactly, exactText } from "../argument.ts"
import { unknown } from "../outcome.ts"
import { alsoOn, type CommandTable, cannotTell, each, type Rule } from "../rule.ts"

/** `sh -c 'script'` is judged by its script; `bash -n file` only looks whether it can be parsed. */
const shell: Rule = (call) => {
  const { name, args } = call
  const [first, ...rest] = args
  if (exactText(first) === "-n" && rest.length === 1 && rest.every((arg) => !arg.option && !arg.many))
    return null
  let at = 0
  for (; at < args.length; at++) {
    const text = exactText(args[at])
    if (text !== null && /^-[euxl]*c$/.test(text)) break
    if (/^-[euxl]*o$/.test(text ?? "") && /^(pipefail|errexit|nounset)$/.test(exactText(args[at + 1]) ?? ""))
      at++
    else if (text === null || !/^-[euxl]+$|^--(norc|noprofile|login)$/.test(text)) {
      return unknown(`${name} ${text ?? ""}`.trim(), alsoOn(args))
    }
  }
  const script = exactText(args[at + 1])
  // A dash after -c is one more option.
  if (script === null || args[at + 1]?.many || /^[-+]/.test(script)) return unknown(name, alsoOn(args))
  return call.runScript(script)
}

/** Only looks whether a file can be parsed; anything else cannot be told. */
function checks(option: RegExp): Rule {
  return ({ name, args }) => {
    const [first, file] = args
    const isCheck = args.length === 2 && option.test(exactText(first) ?? "") && !file?.option && !file?.many
    return isCheck ? null : cannotTell([exactly(name), ...args])
  }
}

/** Programs that run scripts. */
export const shellCommands: CommandTable = {
  ...each("bash sh zsh dash ksh", shell),
  node: checks(/^(--check|-c)$/),
  php: checks(/^-l$/),
}
