import type { CommandNode, CompoundList, ParsedScript, Statement, Word } from "unbash"
import { walkAndOr } from "./and-or.ts"
import { walkArithmetic } from "./arithmetic.ts"
import type { CommandSettings } from "./classify.ts"
import { walkCommand } from "./command.ts"
import { namesCommand } from "./command-table/table.ts"
import { isPlainVariable } from "./environment.ts"
import { argumentsOf, walkWord } from "./expression.ts"
import { forgetChanged, valueOfAll } from "./loop-variables.ts"
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

/** Judges everything that a script would do. What the parser is not sure of is not judged. */
export function walkScript(walk: Walk, script: ParsedScript | undefined): void {
  if (script === undefined || script.errors?.length || script.commands === undefined) {
    return note(walk, unknown(script?.errors?.[0]?.message ?? "what cannot be parsed"))
  }
  if (walk.depth > 20) return note(walk, unknown("scripts within scripts"))
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
      return walkCommand(walk, found)
    case "Pipeline": {
      if (found.commands.length === 1 && found.commands[0]) {
        walkNode(walk, found.commands[0])
        // `! cd x` succeeds where it fails.
        return settle(walk.state)
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
      return walkNode(walk, found.command)
    case "Subshell":
      return alternatives(walk, [() => walkList(walk, found.body)], "none")
    case "BraceGroup":
      return walkList(walk, found.body)
    case "CompoundList":
      return walkList(walk, found)
    case "If":
      walkList(walk, found.clause)
      return alternatives(walk, [
        () => walkList(walk, found.then),
        () => {
          for (const { clause, then } of found.elif) {
            walkList(walk, clause)
            alternatives(walk, [() => walkList(walk, then), () => {}])
          }
          walkList(walk, found.else)
        },
      ])
    case "While":
      return loop(walk, found, () => {
        walkList(walk, found.clause)
        walkList(walk, found.body)
      })
    case "For":
    case "Select": {
      const values = (found.wordlist ?? []).flatMap((word) => argumentsOf(walk, word))
      for (const word of found.wordlist ?? []) walkWord(walk, word)
      const name = found.name.value
      if (!isPlainVariable(name)) return note(walk, unknown(`for ${name}`))
      const isSet = found.type === "For" && found.wordlist !== undefined
      return loop(walk, found, () => {
        const value = isSet ? valueOfAll(values) : undefined
        if (value) walk.state.variables.set(name, value)
        else walk.state.variables.delete(name)
        walkList(walk, found.body)
      })
    }
    case "ArithmeticFor":
      return loop(walk, found, () => {
        for (const part of [found.initialize, found.test, found.update]) {
          if (part) walkArithmetic(walk, part)
        }
        walkList(walk, found.body)
      })
    case "Case":
      walkWord(walk, found.word)
      for (const item of found.items) for (const pattern of item.pattern) walkWord(walk, pattern)
      // One may fall through to the next, so each starts from what any before it may have left.
      for (const item of found.items) alternatives(walk, [() => walkList(walk, item.body), () => {}])
      return
    case "TestCommand":
      return walkTest(walk, found.expression)
    case "ArithmeticCommand":
      if (!found.expression) return note(walk, unknown(`((${found.body}))`))
      return walkArithmetic(walk, found.expression)
    case "Function":
      return walkFunction(walk, found.name, () => walkNode(walk, found.body as CommandNode))
    case "Coproc":
      return note(walk, unknown("coproc"))
    default:
      return note(walk, unknown(`a ${(found as { type: string }).type}`))
  }
}

/** Takes each of several ways from the same state. `none`: what they leave behind is lost. */
function alternatives(walk: Walk, ways: readonly (() => void)[], kept: "all" | "none" = "all"): void {
  const before = walk.state
  settle(before)
  const after = ways.map((way) => {
    walk.state = copyState(before)
    way()
    settle(walk.state)
    return walk.state
  })
  walk.state = kept === "none" || !after[0] ? before : mergeStates(after[0], ...after.slice(1))
}

/** A body that runs any number of times: nothing that it assigns is known at its start. */
function loop(walk: Walk, node: CommandNode, body: () => void): void {
  forgetChanged(walk.state, node)
  alternatives(walk, [body, () => {}])
}

/** A body runs later, from a state that is not known now. */
function walkFunction(walk: Walk, name: Word, body: () => void): void {
  const before = walk.state
  if (namesCommand(name.value) || !/^[\w-]+$/.test(name.value)) note(walk, unknown(`function ${name.value}`))
  walk.state = { ...copyState(before), variables: new Map(), place: { ...before.place, known: false } }
  walk.state.functions.add(name.value)
  body()
  walk.state = before
  before.functions.add(name.value)
}
