import type { CommandNode, CompoundList, ParsedScript, Statement } from "unbash"
import { walkAndOr } from "./and-or.ts"
import { walkArithmetic } from "./arithmetic.ts"
import { alternatives, loop, walkFunction } from "./branches.ts"
import type { CommandSettings } from "./classify.ts"
import { walkCommand } from "./command.ts"
import { isPlainVariable } from "./environment.ts"
import { argumentsOf, walkWord } from "./expression.ts"
import { valueOfAll } from "./loop-variables.ts"
import { type Outcome, unknown } from "./outcome.ts"
import { walkRedirects } from "./redirect.ts"
import { object, type Report } from "./report.ts"
import { copyState, mergeStates, type State, settle } from "./state.ts"
import { walkTest } from "./test-expression.ts"

/** A walk through a script, in the order in which it would run. */
export interface Walk {
  readonly at: CommandSettings
  readonly report: Report
  /** How deep scripts are within scripts. */
  readonly depth: number
  /** The text that positions of nodes count in. */
  readonly source: string
  state: State
}

/** Adds what a rule has to say. */
export function note(walk: Walk, outcome: Outcome): void {
  if (outcome !== null) object(walk.report, outcome, walk.state.place)
}

/** Adds that a script cannot be judged at all: where it acts is not known either. */
export function noteUnseen(walk: Walk, because: string): void {
  object(walk.report, unknown(because), { ...walk.state.place, known: false })
}

/** Judges everything that a script would do. What the parser is not sure of is not judged. */
export function walkScript(walk: Walk, script: ParsedScript | undefined): void {
  if (script === undefined || script.errors?.length || script.commands === undefined) {
    noteUnseen(walk, script?.errors?.[0]?.message ?? "what cannot be parsed")
    return
  }
  if (walk.depth > 20) {
    noteUnseen(walk, "scripts within scripts")
    return
  }
  // Backticks have their own text once their escapes are taken away.
  const inner: Walk = { ...walk, source: script.source ?? walk.source }
  walkStatements(inner, script.commands)
  walk.state = inner.state
}

/** Judges a list of commands. */
export function walkList(walk: Walk, list: CompoundList | undefined): void {
  if (list) walkStatements(walk, list.commands)
}

function walkStatements(walk: Walk, statements: readonly Statement[]): void {
  for (const { command, background } of statements) {
    const apart = background ? copyState(walk.state) : null
    if (command.type === "AndOr") walkAndOr(walk, command)
    else walkNode(walk, command)
    settle(walk.state)
    if (apart) walk.state = apart
  }
}

/** Judges one command of any kind. The switch is complete: a kind that is not in it is not judged. */
export function walkNode(walk: Walk, node: CommandNode | { type: "Pipeline" } | CompoundList): void {
  const found = node as CommandNode | CompoundList | Extract<Statement["command"], { type: "Pipeline" }>
  switch (found.type) {
    case "Command":
      walkCommand(walk, found)
      return
    case "Pipeline": {
      if (found.commands.length === 1 && found.commands[0]) {
        walkNode(walk, found.commands[0])
        // `! cd x` succeeds where it fails.
        settle(walk.state)
        return
      }
      // Each is a process of its own, but for the last in some shells.
      const before = walk.state
      for (const command of found.commands) {
        walk.state = copyState(before)
        walkNode(walk, command)
        settle(walk.state)
      }
      walk.state = mergeStates(before, walk.state)
      return
    }
    case "Redirected":
      walkRedirects(walk, found.redirects)
      walkNode(walk, found.command)
      return
    case "Subshell":
      alternatives(walk, [() => walkList(walk, found.body)], "none")
      return
    case "BraceGroup":
      walkList(walk, found.body)
      return
    case "CompoundList":
      walkList(walk, found)
      return
    case "If":
      walkList(walk, found.clause)
      alternatives(walk, [
        () => walkList(walk, found.then),
        () => {
          for (const { clause, then } of found.elif) {
            walkList(walk, clause)
            alternatives(walk, [() => walkList(walk, then), () => {}])
          }
          walkList(walk, found.else)
        },
      ])
      return
    case "While":
      loop(walk, found, () => {
        walkList(walk, found.clause)
        walkList(walk, found.body)
      })
      return
    case "For":
    case "Select": {
      const values = (found.wordlist ?? []).flatMap((word) => argumentsOf(walk, word))
      for (const word of found.wordlist ?? []) walkWord(walk, word)
      const name = found.name.value
      if (!isPlainVariable(name)) {
        note(walk, unknown(`for ${name}`))
        return
      }
      const isSet = found.type === "For" && found.wordlist !== undefined
      loop(walk, found, () => {
        const value = isSet ? valueOfAll(values) : undefined
        if (value) walk.state.variables.set(name, value)
        else walk.state.variables.delete(name)
        walkList(walk, found.body)
      })
      return
    }
    case "ArithmeticFor":
      loop(walk, found, () => {
        for (const part of [found.initialize, found.test, found.update]) {
          if (part) walkArithmetic(walk, part)
        }
        walkList(walk, found.body)
      })
      return
    case "Case":
      walkWord(walk, found.word)
      for (const item of found.items) for (const pattern of item.pattern) walkWord(walk, pattern)
      // One may fall through to the next, so each starts from what any before it may have left.
      for (const item of found.items) alternatives(walk, [() => walkList(walk, item.body), () => {}])
      return
    case "TestCommand":
      walkTest(walk, found.expression)
      return
    case "ArithmeticCommand":
      if (!found.expression) {
        note(walk, unknown(`((${found.body}))`))
        return
      }
      walkArithmetic(walk, found.expression)
      return
    case "Function":
      walkFunction(walk, found.name, () => walkNode(walk, found.body as CommandNode))
      return
    case "Coproc":
      note(walk, unknown("coproc"))
      return
    default:
      note(walk, unknown(`a ${(found as { type: string }).type}`))
      return
  }
}
