import { isEventName } from "./channel.ts"
import type { CommonFields, EventFields, EventName } from "./event-fields.ts"
import { HookInputError } from "./input-error.ts"

/** One event, by name. */
export type EventOf<Name extends EventName> = Name extends EventName
  ? { readonly name: Name } & CommonFields & EventFields[Name]
  : never

/** Any of the events that are known here. */
export type KnownEvent = EventOf<EventName>

/**
 * An event that is not known here: a newer client, or another one. Its own name is in `eventName`, since a `name` that
 * could be any string would keep TypeScript from telling the known events apart. Its fields are all there, camelised.
 */
export interface OtherEvent extends CommonFields {
  readonly name: "other"
  readonly eventName: string
  readonly [field: string]: unknown
}

/** What `parseEvent` returns. Compare `name` with a known one and the other fields follow. */
export type HookEvent = KnownEvent | OtherEvent

const STRINGS = ["sessionId", "transcriptPath", "cwd", "promptId", "permissionMode", "agentId", "agentType"]
const OF_A_TOOL = ["PreToolUse", "PostToolUse", "PostToolUseFailure", "PermissionRequest", "PermissionDenied"]

/**
 * Reads one event, as the client writes it to a hook's stdin. Nothing else knows the client's field names:
 * top-level keys become camelCase, unknown ones included, and values stay as they are on the wire.
 *
 * @throws {HookInputError} when the text is not an event; nothing else.
 */
export function parseEvent(text: string): HookEvent {
  const wire = parseObject(text)
  const { hook_event_name: name, ...fields } = wire
  if (typeof name !== "string") throw notAnEvent("it has no hook_event_name", text)
  const event = camelise(fields)
  for (const key of STRINGS) if (typeof event[key] !== "string") delete event[key]
  if (!isObject(event.effort)) delete event.effort
  if (OF_A_TOOL.includes(name)) {
    if (typeof event.toolName !== "string") throw notAnEvent(`${name} without tool_name`, text)
    if (!isObject(event.toolInput)) event.toolInput = {}
  }
  return { ...event, ...(isEventName(name) ? { name } : { name: "other", eventName: name }) } as HookEvent
}

function parseObject(text: string): Record<string, unknown> {
  const json = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  if (json.trim() === "") throw new HookInputError("STDIN_EMPTY", "nothing was written to stdin")
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (cause) {
    throw new HookInputError("STDIN_NOT_JSON", "stdin is not JSON, or was cut short", { cause, head: text })
  }
  if (!isObject(value)) throw notAnEvent("it is not an object", text)
  return value
}

function camelise(fields: Record<string, unknown>): Record<string, unknown> {
  // Snake-case keys come last, so that they win over a stray key which is camelCase already.
  const keys = Object.keys(fields).sort((a, b) => Number(a.includes("_")) - Number(b.includes("_")))
  // fromEntries defines properties: a key called __proto__ stays a key.
  return Object.fromEntries(keys.map((key) => [camelCase(key), fields[key]]))
}

/** The wire's own `name` makes room for the event's. */
function camelCase(key: string): string {
  if (key === "name") return "givenName"
  return key.replace(/(?<=[a-z0-9])_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function notAnEvent(why: string, head: string): HookInputError {
  return new HookInputError("STDIN_NOT_AN_EVENT", `stdin is JSON but not a hook event: ${why}`, { head })
}
