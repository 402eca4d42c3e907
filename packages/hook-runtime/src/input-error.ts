export type HookInputCode =
  | "STDIN_EMPTY"
  | "STDIN_NOT_JSON"
  | "STDIN_NOT_AN_EVENT"
  | "STDIN_TOO_LARGE"
  | "STDIN_UNREADABLE"
  | "STDIN_TIMED_OUT"

/** Says why stdin gave no event. `head` is the beginning of what did arrive: it may still name the session. */
export class HookInputError extends Error {
  override readonly name = "HookInputError"
  readonly code: HookInputCode
  readonly head: string | undefined

  constructor(
    code: HookInputCode,
    message: string,
    more: { cause?: unknown; head?: string | undefined } = {},
  ) {
    super(message, "cause" in more ? { cause: more.cause } : undefined)
    this.code = code
    this.head = more.head
  }
}
