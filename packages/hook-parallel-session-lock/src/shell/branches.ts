import type { CommandNode, Word } from "unbash"
import { namesCommand } from "./command-table/table.ts"
import { forgetChanged } from "./loop-variables.ts"
import { unknown } from "./outcome.ts"
import { copyState, mergeStates, settle } from "./state.ts"
import { note, type Walk } from "./walk.ts"

/** Takes each of several ways from the same state. `none`: what they leave behind is lost. */
export function alternatives(walk: Walk, ways: readonly (() => void)[], kept: "all" | "none" = "all"): void {
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
export function loop(walk: Walk, node: CommandNode, body: () => void): void {
  forgetChanged(walk.state, node)
  alternatives(walk, [body, () => {}])
}

/** A body runs later, from a state that is not known now. */
export function walkFunction(walk: Walk, name: Word, body: () => void): void {
  const before = walk.state
  if (namesCommand(name.value) || !/^[\w-]+$/.test(name.value)) note(walk, unknown(`function ${name.value}`))
  walk.state = { ...copyState(before), variables: new Map(), place: { ...before.place, known: false } }
  walk.state.functions.add(name.value)
  body()
  walk.state = before
  before.functions.add(name.value)
}
