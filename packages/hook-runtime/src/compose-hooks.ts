import type { HookOutput } from "./decision.ts"
import { defineHook, type Handler, type HookableEvent, type HookDefinition } from "./define-hook.ts"
import { encode } from "./encode.ts"
import type { EventOf, KnownEvent } from "./event.ts"
import { noteFailure } from "./failure.ts"
import type { Journal } from "./journal.ts"
import { matches, unionOfMatchers } from "./matcher.ts"
import type { HookProcess } from "./node-process.ts"

// biome-ignore lint/suspicious/noExplicitAny: a definition takes its dependencies, so only `any` stands for all of them.
type AnyHook = HookDefinition<any>
type Hooks = { readonly [key: string]: AnyHook }
type DepsOf<Hook> = Hook extends HookDefinition<infer Deps> ? Deps : never
type Makers<All extends Hooks> = {
  readonly [Key in keyof All as undefined extends DepsOf<All[Key]> ? never : Key]: () =>
    | DepsOf<All[Key]>
    | Promise<DepsOf<All[Key]>>
}

/** What composed hooks need: what failures are told through, and under each hook's key what makes its dependencies. */
export interface ComposedDeps<All extends Hooks> {
  readonly process: HookProcess
  readonly journal: Journal
  /** Called only for an event, and a matcher, that the hook has a handler for. */
  readonly make: Makers<All>
}

/**
 * Makes one hook of several, for one executable. It behaves as if each were registered by itself: on each event every hook
 * that has a handler for it, and whose own matcher matches, is called, in the order of `hooks`. The first block wins;
 * contexts and messages are joined. A hook that fails says so and keeps none of the others from deciding. As they run one
 * after the other, their timeouts add up.
 *
 * @throws {SyntaxError} when a matcher that has to be joined with another is no regular expression.
 */
export function composeHooks<const All extends Hooks>(composition: {
  name: string
  description: string
  hooks: All
}): HookDefinition<ComposedDeps<All>> {
  const { name, description, hooks } = composition
  const events = new Set(Object.values(hooks).flatMap((hook) => Object.keys(hook.on) as HookableEvent[]))
  const on = Object.fromEntries(
    [...events].flatMap((event) => {
      const parts = Object.entries(hooks).flatMap(([key, hook]): Part[] => {
        const handler = hook.on[event] as AnyHandler | undefined
        return handler === undefined ? [] : [{ key, hook: hook.name, handler }]
      })
      return parts.length === 0 ? [] : [[event, joined(parts)]]
    }),
  )
  return defineHook<ComposedDeps<All>>({ name, description, on })
}

type AnyHandler = Omit<Handler<HookableEvent, unknown>, "run"> & {
  run(event: KnownEvent, deps: unknown): unknown
}
interface Part {
  key: string
  hook: string
  handler: AnyHandler
}
type AnyDeps = Omit<ComposedDeps<Hooks>, "make"> & {
  readonly make: { readonly [key: string]: () => unknown }
}

function joined(parts: readonly Part[]): AnyHandler {
  const matcher = unionOfMatchers(parts.map(({ handler }) => handler.matcher))
  const timeoutSeconds = parts.reduce((sum, { handler }) => sum + handler.timeoutSeconds, 0)
  const run = async (event: EventOf<HookableEvent>, deps: AnyDeps) => {
    const outputs: HookOutput[] = []
    for (const part of parts) {
      const output = await answer(part, event, deps)
      if (output !== undefined) outputs.push(output)
    }
    return joinOutputs(outputs)
  }
  return { ...(matcher === undefined ? {} : { matcher }), timeoutSeconds, run: run as AnyHandler["run"] }
}

/** One hook's answer. The catch is each hook's own: what is wrong with one is no reason for another not to decide. */
async function answer(part: Part, event: KnownEvent, deps: AnyDeps): Promise<HookOutput | undefined> {
  try {
    if (!matches(part.handler.matcher, event)) return undefined
    const output = await part.handler.run(event, await deps.make[part.key]?.())
    // What this event cannot carry is found here, where it is known whose it is.
    encode(event.name, output as HookOutput | undefined)
    return output as HookOutput | undefined
  } catch (error) {
    const { process, journal } = deps
    const systemMessage = noteFailure(error, {
      hook: part.hook,
      process,
      journal,
      state: { event, spoken: false },
    })
    return systemMessage === undefined ? undefined : { systemMessage }
  }
}

function joinOutputs(outputs: readonly HookOutput[]): HookOutput | undefined {
  if (outputs.length === 0) return undefined
  const lines = (field: "systemMessage" | "additionalContext") => {
    const texts = outputs.map((output) => output[field]).filter((text) => text !== undefined && text !== "")
    return texts.length === 0 ? {} : { [field]: texts.join("\n") }
  }
  const block = outputs.find((output) => output.block === true)
  return {
    ...lines("systemMessage"),
    ...lines("additionalContext"),
    ...(block && { block: true, reason: block.reason }),
  }
}
