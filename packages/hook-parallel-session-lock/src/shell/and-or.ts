import type { AndOr, Command, PipelineNode } from "unbash"
import { copyState, mergePlaces, mergeStates, type State, settle } from "./state.ts"
import { type Walk, walkNode } from "./walk.ts"

/**
 * Judges `a && b || c`. After `cd x && …` the place is surely x; after the whole list it is so only if each way through
 * leads there, or the others leave: `cd x || exit`.
 */
export function walkAndOr(walk: Walk, { commands, operators }: AndOr): void {
  /** States in which the list may be left before its end. */
  const exits: State[] = []
  for (const [index, command] of commands.entries()) {
    const before = operators[index - 1]
    if (before === "&&") {
      if (walk.state.placeIfFailed) exits.push({ ...copyState(walk.state), place: walk.state.placeIfFailed })
      exits.push(copyState(walk.state))
      walk.state.placeIfFailed = null
    } else if (before === "||") {
      const succeeded = { ...copyState(walk.state), placeIfFailed: null }
      const failed = walk.state.placeIfFailed
      walk.state.place = failed ? mergePlaces(failed, walk.state.place) : walk.state.place
      walk.state.placeIfFailed = null
      // What an earlier `&&` did not get to also comes here.
      for (const exit of exits.splice(0)) walk.state = mergeStates(walk.state, exit)
      walk.state.placeIfFailed = null
      if (leaves(command)) {
        walkNode(walk, command)
        walk.state = succeeded
        continue
      }
      exits.push(succeeded)
    }
    walkNode(walk, command)
  }
  settle(walk.state)
  if (exits.length > 0) walk.state = mergeStates(walk.state, ...exits)
  walk.state.placeIfFailed = null
}

/** Whether nothing after this command runs: `exit 1`, `{ echo no; exit 1; }`. */
function leaves(node: PipelineNode): boolean {
  if (node.type === "Command") return isExit(node)
  if (node.type !== "BraceGroup") return false
  const last = node.body.commands.at(-1)
  return last?.command.type === "Command" && !last.background && isExit(last.command)
}

function isExit({ name, prefix }: Command): boolean {
  return prefix.length === 0 && name !== undefined && /^(exit|return)$/.test(name.text)
}
