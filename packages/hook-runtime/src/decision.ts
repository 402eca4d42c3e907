import type { ChannelOf } from "./channel.ts"
import type { EventName } from "./event-fields.ts"

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

type Silence = { block?: false; reason?: never }
type BlockIn<Channel> = Channel extends { block: null } ? Silence : Silence | { block: true; reason: string }
type ContextIn<Channel> = Channel extends { context: true }
  ? { additionalContext?: string | undefined }
  : { additionalContext?: never }
type MessageIn<Channel> = Channel extends { message: "stdout" }
  ? { systemMessage?: never }
  : { systemMessage?: string | undefined }

/** What a handler of one event may return: a `HookOutput` without what that event cannot carry. */
export type OutputOf<Name extends EventName> = BlockIn<ChannelOf<Name>> &
  ContextIn<ChannelOf<Name>> &
  MessageIn<ChannelOf<Name>>
