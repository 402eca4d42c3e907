import type { EventName } from "./event-fields.ts"

/** What one event can be answered with. */
export interface Channel {
  /**
   * The JSON that blocks, or null. `permission`: `permissionDecision: "deny"`; `request`: the decision of a
   * permission dialog; `decision`: `decision: "block"`. Events that only an exit code or `continue: false` can
   * block count as null: an exit code can be an accident, and `continue: false` ends the whole turn.
   */
  block: "permission" | "request" | "decision" | null
  /** Whether `additionalContext` reaches the model. */
  context: boolean
  /** Who gets `systemMessage`. `stdout` is none at all: there the client takes whatever is printed for a path. */
  message: "user" | "model" | "discarded" | "stdout"
}

interface Row<Block extends Channel["block"], Context extends boolean, Message extends Channel["message"]> {
  readonly block: Block
  readonly context: Context
  readonly message: Message
}

const row = <Block extends Channel["block"], Context extends boolean, Message extends Channel["message"]>(
  block: Block,
  context: Context,
  message: Message,
): Row<Block, Context, Message> => ({ block, context, message })

const CONTEXT = row(null, true, "user")
const MESSAGE = row(null, false, "user")
const NOTHING = row(null, false, "discarded")
const TO_MODEL = row(null, false, "model")
const ON_STDOUT = row(null, false, "stdout")
const PERMISSION = row("permission", true, "user")
const PERMISSION_ALONE = row("permission", false, "user")
const REQUEST = row("request", false, "user")
const DECISION = row("decision", true, "user")
const DECISION_ALONE = row("decision", false, "user")
const DECISION_UNTOLD = row("decision", false, "discarded")

/** By the client's hook reference and its types (2.1.330). The order is that of a session. */
const CHANNELS = {
  Setup: CONTEXT,
  SessionStart: CONTEXT,
  InstructionsLoaded: NOTHING,
  UserPromptSubmit: DECISION,
  UserPromptExpansion: DECISION,
  PreToolUse: PERMISSION,
  PermissionRequest: REQUEST,
  PermissionDenied: MESSAGE,
  PostToolUse: DECISION,
  PostToolUseFailure: DECISION,
  PostToolBatch: DECISION,
  SubagentStart: CONTEXT,
  SubagentStop: DECISION,
  TaskCreated: DECISION_ALONE,
  TaskCompleted: MESSAGE,
  TeammateIdle: MESSAGE,
  Stop: DECISION,
  StopFailure: NOTHING,
  // The types have additionalContext here, the reference says that nothing reads it.
  Notification: NOTHING,
  MessageDisplay: NOTHING,
  Elicitation: NOTHING,
  ElicitationResult: NOTHING,
  PreModelSwitch: PERMISSION_ALONE,
  PostModelSwitch: CONTEXT,
  PreCompact: DECISION_UNTOLD,
  PostCompact: NOTHING,
  ConfigChange: DECISION_UNTOLD,
  CwdChanged: MESSAGE,
  FileChanged: MESSAGE,
  DirectoryAdded: TO_MODEL,
  WorktreeCreate: ON_STDOUT,
  WorktreeRemove: NOTHING,
  SessionEnd: NOTHING,
} as const satisfies Record<EventName, Readonly<Channel>>

/** What one event can be answered with, as a type. */
export type ChannelOf<Name extends EventName> = (typeof CHANNELS)[Name]

/** Whether the client is known to have such an event. */
export function isEventName(name: string): name is EventName {
  return Object.hasOwn(CHANNELS, name)
}

/** What the event can be answered with. An unknown one gets a message and nothing more. */
export function channelOf(name: string): Readonly<Channel> {
  return isEventName(name) ? CHANNELS[name] : MESSAGE
}
