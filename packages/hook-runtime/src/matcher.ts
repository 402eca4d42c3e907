import type { KnownEvent } from "./event.ts"
import type { EventName } from "./event-fields.ts"

/** Names one after the other, as the client tells them from a regular expression. */
const NAMES = /^[A-Za-z0-9_\-, |]*$/

const isEvery = (matcher: string | undefined): boolean =>
  matcher === undefined || matcher === "" || matcher === "*"

const namesIn = (matcher: string): string[] =>
  matcher
    .split(/[|,]/)
    .map((name) => name.trim())
    .filter((name) => name !== "")

/**
 * Whether the client would call a handler with this matcher on this event: a name or a list of names is compared as it is,
 * anything else is a regular expression that may match anywhere; on an event that has nothing to compare with, every
 * handler is called.
 *
 * @throws {SyntaxError} when it is neither.
 */
export function matches(matcher: string | undefined, event: KnownEvent): boolean {
  const subject = subjectOf(event)
  if (matcher === undefined || isEvery(matcher) || subject === undefined) return true
  if (!NAMES.test(matcher)) return new RegExp(matcher).test(subject)
  const names = namesIn(matcher)
  return names.includes(subject) || (subject === "Agent" && names.includes("Task"))
}

/**
 * One matcher for everything that any of these matches, or undefined for every one. A list of names stays one if it can.
 *
 * @throws {SyntaxError} when one is no regular expression: the client would drop the whole group without a word.
 */
export function unionOfMatchers(matchers: readonly (string | undefined)[]): string | undefined {
  const given = matchers.filter((matcher) => matcher !== undefined)
  if (given.length < matchers.length || given.some(isEvery)) return undefined
  if (given.every((matcher) => NAMES.test(matcher))) return [...new Set(given.flatMap(namesIn))].join("|")
  const parts = given.map((matcher) => {
    // In a regular expression the client no longer takes Task for Agent.
    const names = namesIn(matcher).flatMap((name) => (name === "Task" ? [name, "Agent"] : [name]))
    if (NAMES.test(matcher)) return `^(?:${names.join("|")})$`
    new RegExp(matcher)
    return `(?:${matcher})`
  })
  return [...new Set(parts)].join("|")
}

/** What the client compares a matcher with, by its hook reference (2.1.330). Undefined: nothing. */
function subjectOf(event: KnownEvent): string | undefined {
  const subject = (event as unknown as Record<string, unknown>)[SUBJECTS[event.name] ?? ""]
  if (typeof subject !== "string") return undefined
  return event.name === "FileChanged" ? subject.replace(/^.*[/\\]/s, "") : subject
}

const SUBJECTS: { readonly [Name in EventName]?: string } = {
  PreToolUse: "toolName",
  PostToolUse: "toolName",
  PostToolUseFailure: "toolName",
  PermissionRequest: "toolName",
  PermissionDenied: "toolName",
  SessionStart: "source",
  SessionEnd: "reason",
  Setup: "trigger",
  Notification: "notificationType",
  SubagentStart: "agentType",
  SubagentStop: "agentType",
  PreCompact: "trigger",
  PostCompact: "trigger",
  ConfigChange: "source",
  FileChanged: "filePath",
  StopFailure: "error",
  InstructionsLoaded: "loadReason",
  UserPromptExpansion: "commandName",
  Elicitation: "mcpServerName",
  ElicitationResult: "mcpServerName",
}
