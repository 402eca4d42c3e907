/** What can be told of one argument of a command before it runs. */
export interface Argument {
  /** The text, if it can be told; a sample of it where `sampled`. */
  readonly text: string | null
  /** Only the kind of text is known (a number), and `text` is one of that kind: good for judging, not for a path. */
  readonly sampled?: boolean
  /** It may turn out to begin with a dash, and then mean an option. */
  readonly option: boolean
  /** It may turn out to be any number of arguments, none included. */
  readonly many?: boolean
  /** For a glob: the directory that all of its matches are in. */
  readonly folder?: string
}

/** An argument about which nothing is known, not even how many it will be. */
export const anything: Argument = { text: null, option: true, many: true }

/** An argument that is exactly this text. */
export function exactly(text: string): Argument {
  return { text, option: text.startsWith("-") && text !== "-" }
}

/** The text of an argument that is known to the letter, else null. */
export function exactText(argument: Argument | undefined): string | null {
  return argument === undefined || argument.sampled ? null : argument.text
}
