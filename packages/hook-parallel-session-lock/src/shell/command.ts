import type { Command } from "unbash"
import { type Argument, exactText } from "./argument.ts"
import { assign, isLastingSetting } from "./assign.ts"
import { isHarmlessSetting } from "./environment.ts"
import { argumentsOf, walkWord } from "./expression.ts"
import { unknown } from "./outcome.ts"
import { walkRedirects } from "./redirect.ts"
import { runWords } from "./run.ts"
import { note, type Walk } from "./walk.ts"

/** Judges a simple command: its assignments, its redirections, what it fills in, and what it runs. */
export function walkCommand(walk: Walk, command: Command): void {
  const before = walk.state.place
  const words = wordsOf(walk, command)
  const name = exactText(words[0])
  for (const prefix of command.prefix) {
    if (prefix.type !== "Assignment") continue
    if (command.name === undefined) assign(walk, prefix)
    else settingFor(walk, prefix, name)
  }
  walkRedirects(walk, command.redirects)
  if (command.name === undefined) return
  // The parser passes over it without a word; shells refuse it, or take it for a glob that may run something.
  if (/^(\s|\\\n)*\(/.test(walk.source.slice(command.name.end))) note(walk, unknown(`${name} (`))
  if (command.name.type === "Word" && name !== null && walk.state.functions.has(name)) {
    // Its body was judged where it is defined; what it assigns and where it goes is not followed.
    walk.state.variables.clear()
    walk.state.place = { ...before, known: false }
    return
  }
  note(walk, runWords(walk, words))
}

/** The words of a command as they will be, after everything that fills them in was judged. */
function wordsOf(walk: Walk, command: Command): Argument[] {
  const words: Argument[] = []
  if (command.name) {
    walkWord(walk, command.name)
    words.push(...argumentsOf(walk, command.name))
  }
  for (const arg of command.args) {
    if (arg.type === "Word") {
      // A brace by itself ends a group for zsh, wherever it stands: `{ ls } always { rm x; }`.
      if (/^[{}]$/.test(arg.text)) note(walk, unknown(arg.text))
      walkWord(walk, arg)
      words.push(...argumentsOf(walk, arg))
    } else {
      // `export A=b`, `local x=$1`: the rule sees the options and names only.
      const isSetting = isLastingSetting(exactText(words[0]))
      assign(walk, arg, isSetting)
    }
  }
  return words
}

function settingFor(walk: Walk, prefix: Parameters<typeof assign>[1], command: string | null): void {
  const value = prefix.value.type === "Word" ? exactText(argumentsOf(walk, prefix.value, true)[0]) : null
  if (prefix.value.type === "Word") walkWord(walk, prefix.value)
  const isSplitting = prefix.name === "IFS" && /^(read|mapfile|readarray)$/.test(command ?? "")
  const isPlain = prefix.index === undefined && prefix.value.type === "Word"
  if (!isPlain || (!isHarmlessSetting(prefix.name, value) && !isSplitting)) {
    note(walk, unknown(`${prefix.name}= before ${command ?? "a command"}`))
  }
  // Some shells keep it after some commands.
  walk.state.variables.delete(prefix.name)
}
