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

const row = <
  Block extends Channel["block"],
  Context extends boolean,
  Message extends Channel["message"] = "user",
>(
  block: Block,
  context: Context,
  message = "user" as Message,
): Row<Block, Context, Message> => ({ block, context, message })

/** By the client's hook reference and its types (2.1.330). The order is that of a session. */
const CHANNELS = {
  Setup: row(null, true),
  SessionStart: row(null, true),
  InstructionsLoaded: row(null, false, "discarded"),
  UserPromptSubmit: row("decision", true),
  UserPromptExpansion: row("decision", true),
  PreToolUse: row("permission", true),
  PermissionRequest: row("request", false),
  PermissionDenied: row(null, false),
  PostToolUse: row("decision", true),
  PostToolUseFailure: row("decision", true),
  PostToolBatch: row("decision", true),
  SubagentStart: row(null, true),
  SubagentStop: row("decision", true),
  TaskCreated: row("decision", false),
  TaskCompleted: row(null, false),
  TeammateIdle: row(null, false),
  Stop: row("decision", true),
  StopFailure: row(null, false, "discarded"),
  // The types have additionalContext here, the reference says that nothing reads it.
  Notification: row(null, false, "discarded"),
  MessageDisplay: row(null, false, "discarded"),
  Elicitation: row(null, false, "discarded"),
  ElicitationResult: row(null, false, "discarded"),
  PreModelSwitch: row("permission", false),
  PostModelSwitch: row(null, true),
  PreCompact: row("decision", false, "discarded"),
  PostCompact: row(null, false, "discarded"),
  ConfigChange: row("decision", false, "discarded"),
  CwdChanged: row(null, false),
  FileChanged: row(null, false),
  DirectoryAdded: row(null, false, "model"),
  WorktreeCreate: row(null, false, "stdout"),
  WorktreeRemove: row(null, false, "discarded"),
  SessionEnd: row(null, false, "discarded"),
} as const satisfies Record<EventName, Readonly<Channel>>

/** What one event can be answered with, as a type. */
export type ChannelOf<Name extends EventName> = (typeof CHANNELS)[Name]

/** Whether the client is known to have such an event. */
export function isEventName(name: string): name is EventName {
  return Object.hasOwn(CHANNELS, name)
}

/** What the event can be answered with. An unknown one gets a message and nothing more. */
export function channelOf(name: string): Readonly<Channel> {
  return isEventName(name) ? CHANNELS[name] : row(null, false)
}
