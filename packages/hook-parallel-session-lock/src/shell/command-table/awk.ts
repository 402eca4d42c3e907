import { exactText } from "../argument.ts"
import { readOptions } from "../options.ts"
import { unknown } from "../outcome.ts"
import type { Rule } from "../rule.ts"

/** `awk` reads if its program is there to be seen and cannot write to a file or run anything. */
export const awkCommand: Rule = ({ name, args }) => {
  const { operands, stranger } = readOptions(args, "-F: -v:")
  if (stranger !== null) return unknown(`${name} ${stranger}`)
  const program = exactText(operands[0])
  return program !== null && isReadingAwkProgram(program)
    ? null
    : unknown(`${name} with a program that may write`)
}

/** Whether an awk program has nothing in it that writes or runs, nor anything that may hide that. */
function isReadingAwkProgram(program: string): boolean {
  // Where there is no slash, there is no regular expression whose quotes could be mistaken for a string's.
  const code = program.includes("/") ? program : program.replace(/"(\\.|[^"\\\n])*"/g, '""')
  if (/system|getline|close|@|\\\n|\r/.test(program.includes("/") ? program : code)) return false
  const plain = code.replace(/>=/g, "").replace(/\|\|/g, "")
  if (plain.includes("|")) return false
  return !plain.includes(">") || isOnlyCompared(plain)
}

/** Whether each `>` compares: there is nothing that prints, or it stands outside of all braces. */
function isOnlyCompared(code: string): boolean {
  if (/["/#]/.test(code.replaceAll('""', ""))) return false
  if (!/print/.test(code)) return true
  let depth = 0
  for (const character of code) {
    if (character === "{") depth++
    else if (character === "}") depth--
    else if (character === ">" && depth > 0) return false
  }
  return true
}
