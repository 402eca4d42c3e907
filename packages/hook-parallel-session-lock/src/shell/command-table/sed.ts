import { exactText } from "../argument.ts"
import { readOptions } from "../options.ts"
import { changes, unknown } from "../outcome.ts"
import type { Rule } from "../rule.ts"
import { isReadingSedScript } from "./sed-script.ts"

const options =
  `-n -E -r -s -u -z -e: --quiet --silent --regexp-extended --separate --unbuffered --null-data --posix
  --sandbox --debug --expression:`.replace(/\s+/g, " ")

/** `sed` reads unless it works in place, or its script writes or runs something. */
export const sedCommand: Rule = ({ name, args }) => {
  const scripts = []
  for (const [index, arg] of args.entries()) {
    const text = exactText(arg) ?? ""
    if (text === "--") break
    if (isInPlace(text)) {
      const isScript = (at: number): boolean => /^(-\w*e|--expression)$/.test(args[at - 1]?.text ?? "")
      const operands = args.filter((other, at) => (!other.option || other.text === null) && !isScript(at))
      const hasScript = args.some((other) => /^(-\w*e|--e)/.test(other.text ?? ""))
      // `sed -i '' …` is how others than GNU say it.
      const files = operands.slice(hasScript ? 0 : 1).filter((other) => other.text !== "")
      return changes(`${name} -i`, files.length > 0 ? files : undefined)
    }
    // The option may be given more than once; readOptions keeps the last.
    const [, attached] = /^(?:-[nErsuz]*e|--expression=)(.+)$/s.exec(text) ?? []
    if (attached !== undefined) scripts.push(attached)
    else if (/^(-[nErsuz]*e|--expression)$/.test(text)) scripts.push(args[index + 1]?.text ?? null)
  }
  const { operands, stranger, found } = readOptions(args, options)
  if (stranger !== null) return unknown(`${name} ${stranger}`)
  if (!found.has("-e") && !found.has("--expression")) scripts.push(operands[0]?.text ?? null)
  const isReading =
    scripts.length > 0 && scripts.every((script) => script !== null && isReadingSedScript(script))
  return isReading ? null : unknown(`${name} with a script that may write`)
}

/** `-i`, also within a cluster and shortened: no other option of sed has that letter before a value. */
function isInPlace(text: string): boolean {
  return /^-[nErsuz]*[iI]/.test(text) || /^--i/.test(text)
}
