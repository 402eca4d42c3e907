/** A closed list that the client may extend: known values are suggested, any string is accepted. */
type Open<Known extends string> = Known | (string & {})

/** What every event carries. Other clients read the same settings and leave fields out, so all are optional. */
export interface CommonFields {
  readonly sessionId?: string
  readonly transcriptPath?: string
  readonly cwd?: string
  readonly promptId?: string
  readonly permissionMode?: string
  /** Present when the event comes from a subagent, which shares its parent's `sessionId`. */
  readonly agentId?: string
  readonly agentType?: string
  readonly effort?: { readonly level: string }
}

/** The arguments of a tool call, with the keys as the tool defines them. */
export type ToolInput = Readonly<Record<string, unknown>>

/** One entry of `backgroundTasks`, as on the wire: work that goes on after the turn ended. */
export interface BackgroundTask {
  readonly id: string
  readonly type: Open<"shell" | "subagent" | "workflow" | "monitor">
  readonly status: string
  readonly description?: string
  readonly command?: string
  readonly agent_type?: string
}

/** One resolved call of a batch, as on the wire. `tool_input` is as the model wrote it: join on `tool_use_id`. */
export interface BatchedToolCall {
  readonly tool_name: string
  readonly tool_input: unknown
  readonly tool_use_id: string
  readonly tool_response?: unknown
}

interface ToolCall {
  readonly toolName: string
  readonly toolInput: ToolInput
  readonly mcpServer?: { readonly name: string; readonly source: string }
}

interface TurnEnd {
  readonly stopHookActive?: boolean
  readonly lastAssistantMessage?: string
  readonly backgroundTasks?: readonly BackgroundTask[]
  readonly sessionCrons?: readonly unknown[]
}

interface ModelSwitch {
  readonly fromModel: string
  readonly toModel: string
  readonly requestedModel: string | null
  readonly source: Open<"command" | "picker" | "sdk" | "auto" | "resume">
  readonly contextTokens: number
}

interface Task {
  readonly taskId: string
  readonly taskSubject: string
  readonly taskDescription?: string
  readonly teammateName?: string
}

/**
 * Maps each event to the fields of its own. Only `toolName` and `toolInput` are checked at run time; the
 * other types say what the client sends today.
 */
export interface EventFields {
  PreToolUse: ToolCall & { readonly toolUseId?: string }
  PostToolUse: ToolCall & {
    readonly toolUseId?: string
    readonly toolResponse?: unknown
    readonly durationMs?: number
  }
  PostToolUseFailure: ToolCall & {
    readonly toolUseId?: string
    readonly error?: string
    readonly isInterrupt?: boolean
    readonly durationMs?: number
  }
  PostToolBatch: { readonly toolCalls: readonly BatchedToolCall[] }
  PermissionRequest: ToolCall & { readonly permissionSuggestions?: readonly unknown[] }
  PermissionDenied: ToolCall & { readonly toolUseId?: string; readonly reason?: string }
  UserPromptSubmit: { readonly prompt: string; readonly source?: string }
  UserPromptExpansion: {
    readonly expansionType: Open<"slash_command" | "mcp_prompt">
    readonly commandName: string
    readonly commandArgs: string
    readonly commandSource?: string
    readonly prompt: string
  }
  SessionStart: {
    readonly source: Open<"startup" | "resume" | "clear" | "compact" | "fork">
    readonly model?: string
  }
  SessionEnd: { readonly reason: Open<"other" | "clear" | "resume" | "prompt_input_exit" | "logout"> }
  Stop: TurnEnd
  StopFailure: {
    readonly error?: string
    readonly errorDetails?: string
    readonly lastAssistantMessage?: string
  }
  SubagentStart: { readonly agentId: string; readonly agentType: string }
  SubagentStop: TurnEnd & {
    readonly agentId: string
    readonly agentType: string
    readonly agentTranscriptPath?: string
  }
  Notification: { readonly message: string; readonly title?: string; readonly notificationType?: string }
  PreCompact: { readonly trigger: Open<"manual" | "auto">; readonly customInstructions?: string | null }
  PostCompact: { readonly trigger: Open<"manual" | "auto">; readonly compactSummary?: string }
  PreModelSwitch: ModelSwitch
  PostModelSwitch: ModelSwitch
  Setup: { readonly trigger: Open<"init" | "maintenance"> }
  TeammateIdle: { readonly teammateName: string }
  TaskCreated: Task
  TaskCompleted: Task
  Elicitation: {
    readonly mcpServerName: string
    readonly message: string
    readonly mode?: Open<"form" | "url">
  }
  ElicitationResult: { readonly mcpServerName: string; readonly action: string }
  ConfigChange: { readonly source: string; readonly filePath?: string }
  /** The wire calls the worktree's name `name`; that word is taken by the event's own. */
  WorktreeCreate: { readonly givenName: string }
  WorktreeRemove: { readonly worktreePath: string }
  InstructionsLoaded: {
    readonly filePath: string
    readonly memoryType?: string
    readonly loadReason?: string
  }
  CwdChanged: { readonly oldCwd: string; readonly newCwd: string }
  FileChanged: { readonly filePath: string; readonly event: Open<"change" | "add" | "unlink"> }
  DirectoryAdded: { readonly directory: string; readonly source?: string }
  MessageDisplay: {
    readonly turnId: string
    readonly messageId: string
    readonly index: number
    readonly final: boolean
    readonly delta: string
  }
}

/** The events that the client (2.1.330) knows. */
export type EventName = keyof EventFields
