import type { ToolEventFields } from "./tool-event-fields.ts"
import type { ApiError, BackgroundTask, Open, SessionCron } from "./wire-objects.ts"

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

interface TurnEnd {
  readonly stopHookActive?: boolean
  readonly lastAssistantMessage?: string
  readonly backgroundTasks?: readonly BackgroundTask[]
  readonly sessionCrons?: readonly SessionCron[]
}

interface ModelSwitch<Source extends string> {
  readonly fromModel: string
  readonly toModel: string
  /** As it was asked for: an alias, a full id, or null for the default. */
  readonly requestedModel: string | null
  readonly source: Open<Source>
  /** What the next request sends again. */
  readonly contextTokens: number
  readonly promptCacheWarm?: boolean
  readonly cacheTtl?: Open<"5m" | "1h">
  readonly estimatedCacheWriteUsd?: number
  readonly pricing?: Open<"configured" | "catalog" | "default">
}

interface Task {
  readonly taskId: string
  readonly taskSubject: string
  readonly taskDescription?: string
  readonly teammateName?: string
  /** @deprecated by the client. */
  readonly teamName?: string
}

/**
 * Maps each event to the fields of its own. Only `toolName` and `toolInput` are checked at run time; the
 * other types say what the client sends today.
 */
export interface EventFields extends ToolEventFields {
  UserPromptSubmit: {
    readonly prompt: string
    readonly source?: Open<"user" | "sdk" | "system" | "loop_wakeup" | "schedule_wakeup" | "poll_event">
    readonly sessionTitle?: string
  }
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
    readonly sessionTitle?: string
    /** These four only at `resume` and `fork`. */
    readonly secondsSinceLastResponse?: number
    readonly contextTokens?: number
    readonly promptCacheLikelyExpired?: boolean
    readonly estimatedCacheWriteUsd?: number
  }
  SessionEnd: { readonly reason: Open<"other" | "clear" | "resume" | "prompt_input_exit" | "logout"> }
  Stop: TurnEnd
  StopFailure: {
    readonly error?: Open<ApiError>
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
  PreModelSwitch: ModelSwitch<"command" | "picker" | "sdk">
  PostModelSwitch: ModelSwitch<"command" | "picker" | "sdk" | "auto" | "resume">
  Setup: { readonly trigger: Open<"init" | "maintenance"> }
  /** `teamName` is deprecated by the client. */
  TeammateIdle: { readonly teammateName: string; readonly teamName?: string }
  TaskCreated: Task
  TaskCompleted: Task
  Elicitation: {
    readonly mcpServerName: string
    readonly message: string
    readonly mode?: Open<"form" | "url">
    readonly url?: string
    readonly elicitationId?: string
    readonly requestedSchema?: Readonly<Record<string, unknown>>
  }
  ElicitationResult: {
    readonly mcpServerName: string
    readonly action: Open<"accept" | "decline" | "cancel">
    readonly mode?: Open<"form" | "url">
    readonly elicitationId?: string
    readonly content?: Readonly<Record<string, unknown>>
  }
  ConfigChange: {
    readonly source: Open<
      "user_settings" | "project_settings" | "local_settings" | "policy_settings" | "skills"
    >
    readonly filePath?: string
  }
  /** The wire calls the worktree's name `name`; that word is taken by the event's own. */
  WorktreeCreate: { readonly givenName: string }
  WorktreeRemove: { readonly worktreePath: string }
  InstructionsLoaded: {
    readonly filePath: string
    readonly memoryType?: Open<"User" | "Project" | "Local" | "Managed">
    readonly loadReason?: Open<
      "session_start" | "nested_traversal" | "path_glob_match" | "include" | "compact"
    >
    readonly globs?: readonly string[]
    readonly triggerFilePath?: string
    readonly parentFilePath?: string
  }
  CwdChanged: { readonly oldCwd: string; readonly newCwd: string }
  FileChanged: { readonly filePath: string; readonly event: Open<"change" | "add" | "unlink"> }
  DirectoryAdded: {
    readonly directory: string
    readonly source?: Open<"slash_command" | "register_repo_root">
  }
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
