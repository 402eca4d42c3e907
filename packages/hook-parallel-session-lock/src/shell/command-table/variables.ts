import { exactText } from "../argument.ts"
import { isHarmlessSetting, isPlainVariable } from "../environment.ts"
import { readOptions } from "../options.ts"
import { unknown } from "../outcome.ts"
import type { CommandTable, Rule } from "../rule.ts"

/**
 * Assigns to the variables that are its operands. A name with a subscript is evaluated (`read 'a[$(rm x)]'`), and some
 * names mean more than a variable.
 */
function assigns(options: string, isAllowed: (name: string) => boolean = isPlainVariable): Rule {
  return ({ name, args, state }) => {
    const { found, operands, stranger } = readOptions(args, options)
    // zsh takes a number for arithmetic.
    const isPlain = ["-t", "-n", "-N", "-s", "-u"].every((o) => /^[\d.]*$/.test(found.get(o)?.text ?? ""))
    if (!isPlain) return unknown(name)
    if (stranger !== null) return unknown(`${name} ${stranger}`)
    for (const operand of operands) {
      const variable = exactText(operand)
      if (variable === null || operand.many || !isAllowed(variable))
        return unknown(`${name} ${variable ?? "…"}`)
      state.variables.delete(variable)
    }
    return null
  }
}

/** Values are judged where they are assigned; here are only options and names. */
const declare = assigns("-a -A -r -g")

/** Of what programs see, only what is harmless may be changed, by whatever value. */
const exported = assigns("-p", (name) => isHarmlessSetting(name, "") || isPlainLowerCase(name))

function isPlainLowerCase(name: string): boolean {
  return isPlainVariable(name) && /^[a-z]/.test(name)
}

/** Builtins that assign. */
export const variableCommands: CommandTable = {
  // `-a` names an array, which is an operand to us.
  read: assigns("-r -a -s -t: -n: -N: -d: -p: -u: -e"),
  mapfile: assigns("-t -n: -s: -d: -u:"),
  readarray: assigns("-t -n: -s: -d: -u:"),
  local: declare,
  declare,
  typeset: declare,
  readonly: declare,
  export: exported,
  unset: assigns("-v"),
}
