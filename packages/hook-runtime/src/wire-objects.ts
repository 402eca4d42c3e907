/** A closed list that the client may extend: known values are suggested, any string is accepted. */
export type Open<Known extends string> = Known | (string & {})

/** One entry of `backgroundTasks`, as on the wire: work that goes on after the turn ended. */
export interface BackgroundTask {
  readonly id: string
  readonly type: Open<"shell" | "subagent" | "workflow" | "monitor">
  readonly status: string
  /** The client cuts it, and `command`, at 1000 characters. */
  readonly description?: string
  readonly command?: string
  readonly agent_type?: string
  readonly server?: string
  readonly tool?: string
  readonly name?: string
}

/** One entry of `sessionCrons`, as on the wire: a prompt that the client will submit by itself. */
export interface SessionCron {
  readonly id: string
  readonly schedule: string
  readonly recurring: boolean
  readonly prompt: string
}

/** One resolved call of a batch, as on the wire. `tool_input` is as the model wrote it: join on `tool_use_id`. */
export interface BatchedToolCall {
  readonly tool_name: string
  readonly tool_input: unknown
  readonly tool_use_id: string
  readonly tool_response?: unknown
}

/** Why the API gave no answer. */
export type ApiError =
  | "authentication_failed"
  | "oauth_org_not_allowed"
  | "account_on_hold"
  | "verification_required"
  | "billing_error"
  | "rate_limit"
  | "overloaded"
  | "invalid_request"
  | "model_not_found"
  | "server_error"
  | "unknown"
  | "max_output_tokens"
  | "cloud_credential_error"
