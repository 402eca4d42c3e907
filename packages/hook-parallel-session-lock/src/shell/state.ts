/** What is known of a shell variable: its text, or only that it is a number, one word, or text that is no option. */
export type Value = { readonly text: string } | { readonly kind: "number" | "word" | "operand" }

/** The directory that a command would run in, as far as it can be told. */
export interface Place {
  /** All that it may be: a `cd` may have failed. */
  readonly dirs: readonly string[]
  /** Whether it is surely one of these. */
  readonly known: boolean
}

/** What commands leave behind for those after them. Only what surely holds is in it: not known means anything. */
export interface State {
  place: Place
  /** The place if the last command failed, where that matters: a `cd` that found no directory. */
  placeIfFailed: Place | null
  readonly variables: Map<string, Value>
  readonly functions: Set<string>
}

/** The state at the start of a command line. */
export function initialState(cwd: string): State {
  return {
    place: { dirs: [cwd], known: true },
    placeIfFailed: null,
    variables: new Map(),
    functions: new Set(),
  }
}

/** A copy to walk one of several ways with. */
export function copyState(state: State): State {
  return { ...state, variables: new Map(state.variables), functions: new Set(state.functions) }
}

/** The state after one of several ways was taken: only what holds after each of them. */
export function mergeStates(first: State, ...others: readonly State[]): State {
  const merged = copyState(first)
  for (const other of others) {
    merged.place = mergePlaces(merged.place, other.place)
    for (const [name, value] of merged.variables) {
      if (!isSame(value, other.variables.get(name))) merged.variables.delete(name)
    }
    for (const name of merged.functions) if (!other.functions.has(name)) merged.functions.delete(name)
  }
  return merged
}

/** Either of two places. */
export function mergePlaces(a: Place, b: Place): Place {
  const dirs = [...new Set([...a.dirs, ...b.dirs])]
  // A script that goes to so many places is not worth following.
  return dirs.length > 16 ? { dirs: dirs.slice(0, 16), known: false } : { dirs, known: a.known && b.known }
}

/** A command is over, whether it failed or not. */
export function settle(state: State): void {
  if (state.placeIfFailed) state.place = mergePlaces(state.place, state.placeIfFailed)
  state.placeIfFailed = null
}

function isSame(a: Value, b: Value | undefined): boolean {
  if (b === undefined) return false
  if ("text" in a) return "text" in b && a.text === b.text
  return "kind" in b && a.kind === b.kind
}
