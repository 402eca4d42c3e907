import { type Argument, anything, exactText } from "../argument.ts"
import { changes, type Outcome, unknown } from "../outcome.ts"
import type { Call, Rule } from "../rule.ts"

/** Tests and actions that only look and print. */
const harmless = new Set(
  `-H -L -P -X -E -s -d -x -f -name -iname -path -ipath -wholename -iwholename -regex -iregex -regextype -type -xtype -size
  -mtime -mmin -ctime -cmin -atime -amin -newer -anewer -cnewer -maxdepth -mindepth -depth -xdev -mount -not -a -and -o -or
  -prune -print -print0 -printf -ls -quit -empty -perm -user -group -uid -gid -nouser -nogroup -links -inum -samefile
  -executable -readable -writable -true -false -follow -daystart -noleaf -ignore_readdir_race -lname -ilname -used -fstype
  -help -version --help --version`.split(/\s+/),
)

/** `find` reads unless an action deletes, writes, or runs what does not read. */
export const findCommand: Rule = (call) => {
  const { args } = call
  const starts = startingPoints(args)
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as Argument
    if (!arg.option) continue
    const text = arg.text
    if (text === null || arg.many) return unknown("find with an argument that may be an action")
    if (harmless.has(text) || /^-(newer[aBcmt]{2}|O[0-3]|\d.*)$/.test(text)) continue
    if (/^-(delete|fprint|fprint0|fprintf|fls)$/.test(text)) return changes(`find ${text}`, starts)
    if (!/^-(exec|execdir)$/.test(text)) return unknown(`find ${text}`, starts)
    const end = args.findIndex((other, index) => index > at && isEnd(args, index, other))
    if (end === -1) return unknown(`find ${text}`, starts)
    const outcome = runOnFound(call, args.slice(at + 1, end), starts)
    if (outcome !== null) return { ...outcome, on: outcome.on ? [...outcome.on, ...starts] : starts }
    at = end
  }
  return null
}

/** A semicolon ends the command; a plus does so after the braces. */
function isEnd(args: readonly Argument[], index: number, arg: Argument): boolean {
  return exactText(arg) === ";" || (exactText(arg) === "+" && exactText(args[index - 1]) === "{}")
}

/** Each name that is found begins with the directory that was searched, so it is an option only if that is one. */
function runOnFound(call: Call, words: readonly Argument[], starts: readonly Argument[]): Outcome {
  const isOption = starts.some((start) => start.option)
  const found: Argument = isOption ? anything : { text: null, option: false, many: true }
  const filled = words.flatMap((word): Argument[] => {
    const text = exactText(word)
    if (text === null) return [word]
    if (text === "{}") return [found]
    return text.includes("{}") ? [{ text: null, option: isOption || text.startsWith("-") }] : [word]
  })
  return call.run(filled)
}

function startingPoints(args: readonly Argument[]): Argument[] {
  const points: Argument[] = []
  for (const arg of args) {
    const text = arg.text
    if (arg.option && text !== null && /^-[HLPXEsdx]$/.test(text)) continue
    if (arg.option || (text !== null && /^[!(),]/.test(text))) break
    points.push(arg)
  }
  return points.length > 0 ? points : [{ text: ".", option: false }]
}
