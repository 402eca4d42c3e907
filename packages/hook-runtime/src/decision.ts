/** Whether the event may go ahead. A block cannot be had without its reason. */
export type Decision = { block: false } | { block: true; reason: string }

interface Remarks {
  /** One warning for the user. */
  systemMessage?: string | undefined
  /** Text for the model, where the event takes it. At Stop it makes the turn go on. */
  additionalContext?: string | undefined
}

/** What a handler returns. A `Decision` is one; so is an empty object, which says nothing. */
export type HookOutput = Remarks & ({ block?: false; reason?: never } | { block: true; reason: string })
