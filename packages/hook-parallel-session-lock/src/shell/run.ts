import { parse } from "unbash"
import { type Argument, exactText } from "./argument.ts"
import { ruleFor } from "./command-table/table.ts"
import { tellsVersion } from "./command-table/version.ts"
import type { Outcome } from "./outcome.ts"
import { cannotTell } from "./rule.ts"
import { copyState, initialState } from "./state.ts"
import { noteUnseen, type Walk, walkScript } from "./walk.ts"

/** Where programs of the names that we know are what we know them as. */
const programDirs = /^(\/usr\/local|\/opt\/homebrew|\/usr)?\/bin\//

/**
 * Text that a person and a shell may read differently: a carriage return, invisible characters and blanks that are none
 * to the shell, marks that reverse the writing.
 */
const deceptive =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]/

/** Judges the command that these words are. */
export function runWords(walk: Walk, words: readonly Argument[]): Outcome {
  const [first, ...args] = words
  if (first === undefined) return null
  if (isDeclaredReading(words, walk.at.readOnlyCommands)) return null
  const path = exactText(first)
  const name = path?.replace(programDirs, "") ?? "/"
  // What has a directory left is no name of the table.
  const rule = ruleFor(name)
  if (tellsVersion(name, args)) return null
  if (rule === null) return cannotTell(words)
  return rule({
    name,
    args,
    state: walk.state,
    home: walk.at.home,
    isDirectory: (path) => walk.at.isDirectory?.(path) ?? false,
    run: (inner) => runWords({ ...walk, state: copyState(walk.state) }, inner),
    runHere: (inner) => runWords(walk, inner),
    runScript: (source) => {
      walkSource({ ...walk, depth: walk.depth + 1, state: freshState(walk) }, source)
      return null
    },
  })
}

/** Judges a script in its source form. */
export function walkSource(walk: Walk, source: string): void {
  // What is judged has to be judged in time, and nobody reads by so long a command.
  if (source.length > 10_000) {
    noteUnseen(walk, "a very long command")
    return
  }
  if (deceptive.test(source)) {
    noteUnseen(walk, "characters that do not show")
    return
  }
  walkScript({ ...walk, source }, parse(source))
}

/** Another shell knows the directory, and nothing else of this one. */
function freshState(walk: Walk): Walk["state"] {
  return { ...initialState("/"), place: walk.state.place }
}

/** Whether the command begins with words that the user declared to be reading. */
function isDeclaredReading(words: readonly Argument[], declared: readonly string[] | undefined): boolean {
  return (declared ?? []).some((line) => {
    const prefix = line.split(/\s+/).filter(Boolean)
    return prefix.length > 0 && prefix.every((word, at) => exactText(words[at]) === word)
  })
}
