import type { OutputOf } from "./decision.ts"
import type { EventOf } from "./event.ts"
import type { EventName } from "./event-fields.ts"

/**
 * Events that a hook may be registered for. Not WorktreeCreate: there a hook replaces the client's own work, and
 * one that says nothing makes it fail.
 */
export type HookableEvent = Exclude<EventName, "WorktreeCreate">

// biome-ignore lint/suspicious/noConfusingVoidType: a handler with nothing to say needs no return.
type Answer<Name extends EventName> = OutputOf<Name> | undefined | void

/** What happens on one event: which of them, for how long at most, and what to do. */
export interface Handler<Name extends EventName, Deps> {
  /** The client's matcher. The client applies it; other clients may not. Omitted: every one. */
  readonly matcher?: string
  /** After so many seconds the client kills the hook and goes on. Its own default is 600. */
  readonly timeoutSeconds: number
  readonly run: (event: EventOf<Name>, deps: Deps) => Answer<Name> | Promise<Answer<Name>>
}

/** A hook as data. An installer reads from it what to register, so that nothing is written down twice. */
export interface HookDefinition<Deps = undefined> {
  readonly name: string
  readonly description: string
  readonly on: { readonly [Name in HookableEvent]?: Handler<Name, Deps> }
}

/** Checks a definition's types and returns it. */
export function defineHook<Deps = undefined>(definition: HookDefinition<Deps>): HookDefinition<Deps> {
  return definition
}

/** What an installer needs to know about one event of a hook. */
export interface HookRegistration {
  event: HookableEvent
  matcher?: string
  timeoutSeconds: number
}

/** Lists what to register for a hook, in the order in which its definition names the events. */
export function registrationsOf<Deps>(definition: HookDefinition<Deps>): HookRegistration[] {
  return (Object.keys(definition.on) as HookableEvent[]).flatMap((event) => {
    const handler = definition.on[event]
    if (handler === undefined) return []
    const { matcher, timeoutSeconds } = handler
    return [matcher === undefined ? { event, timeoutSeconds } : { event, matcher, timeoutSeconds }]
  })
}
