import type { BatchedToolCall } from "./wire-objects.ts"

/** The arguments of a tool call, with the keys as the tool defines them. */
export type ToolInput = Readonly<Record<string, unknown>>

interface ToolCall {
  readonly toolName: string
  readonly toolInput: ToolInput
  readonly mcpServer?: { readonly name: string; readonly source: string }
}

/** The fields of the events around a tool call. `toolName` and `toolInput` are checked at run time. */
export interface ToolEventFields {
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
}
