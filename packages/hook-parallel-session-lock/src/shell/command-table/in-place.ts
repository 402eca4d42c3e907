import { exactly, exactText } from "../argument.ts"
import { changes } from "../outcome.ts"
import { cannotTell, type Rule } from "../rule.ts"

/** An interpreter: what it runs cannot be told, but that `-i` rewrites files can. */
export function rewritesOperands(name: string): Rule {
  return ({ args }) => {
    const texts = args.map(exactText)
    const inPlace = texts.findIndex((text) => text !== null && /^-[a-zA-Z0-9]*i/.test(text))
    if (inPlace === -1) return cannotTell([exactly(name), ...args])
    // The last ones are the files; the program among them does no harm.
    return changes(`${name} -i`, args.filter((arg) => !arg.option).slice(1))
  }
}
