import { expectTypeOf, test } from "vitest"
import {
  composeHooks,
  type Decision,
  defineHook,
  type EventOf,
  type HookDefinition,
  type HookEvent,
  type HookOutput,
  type OtherEvent,
  type OutputOf,
  parseEvent,
  runHook,
  type ToolInput,
} from "../src/index.ts"
import { fakeProcess, memoryJournal } from "../src/testing.ts"

interface Deps {
  now(): number
}

const about = { name: "sample", description: "A sample." }

test("the event and the dependencies follow from the key and the type argument", () => {
  defineHook<Deps>({
    ...about,
    on: {
      PreToolUse: {
        matcher: "Write",
        timeoutSeconds: 3,
        run(event, deps) {
          expectTypeOf(event).toEqualTypeOf<EventOf<"PreToolUse">>()
          expectTypeOf(event.toolInput).toEqualTypeOf<ToolInput>()
          expectTypeOf(event.sessionId).toEqualTypeOf<string | undefined>()
          expectTypeOf(deps).toEqualTypeOf<Deps>()
          // @ts-expect-error: only PostToolUse has a response
          event.toolResponse
          return { block: true, reason: "no" }
        },
      },
      Stop: {
        timeoutSeconds: 3,
        run: async (event) => expectTypeOf(event.name).toEqualTypeOf<"Stop">() && undefined,
      },
    },
  })
})

test("without dependencies none are asked for; with them they are", () => {
  const plain = defineHook({ ...about, on: { Stop: { timeoutSeconds: 1, run: () => {} } } })
  expectTypeOf(plain).toEqualTypeOf<HookDefinition<undefined>>()
  const io = { process: fakeProcess(), journal: memoryJournal() }
  const lazy = () => runHook(plain, io)

  const needy = defineHook({
    ...about,
    on: {
      Stop: {
        timeoutSeconds: 1,
        run: (event, deps: Deps) => ({ systemMessage: `${event.name} ${deps.now()}` }),
      },
    },
  })
  expectTypeOf(needy).toEqualTypeOf<HookDefinition<Deps>>()
  const given = () => runHook(needy, { ...io, createDeps: () => ({ now: () => 1 }) })
  const later = () => runHook(needy, { ...io, createDeps: async () => ({ now: () => 1 }) })
  // @ts-expect-error: createDeps is missing
  const missing = () => runHook(needy, io)
  // @ts-expect-error: createDeps makes something else
  const wrong = () => runHook(needy, { ...io, createDeps: () => ({ later: true }) })
  void [lazy, given, later, missing, wrong]
})

test("what cannot be right is refused", () => {
  const run = () => undefined
  // @ts-expect-error: no such event
  defineHook({ ...about, on: { PreToolUze: { timeoutSeconds: 1, run } } })
  // @ts-expect-error: a hook that says nothing there makes the client fail
  defineHook({ ...about, on: { WorktreeCreate: { timeoutSeconds: 1, run } } })
  // @ts-expect-error: a timeout has to be chosen, the client's own is ten minutes
  defineHook({ ...about, on: { Stop: { run } } })
  // @ts-expect-error: a block needs a reason
  defineHook({ ...about, on: { Stop: { timeoutSeconds: 1, run: () => ({ block: true }) } } })
  // @ts-expect-error: a misspelt field
  const output: HookOutput = { systemMesage: "x" }
  void output
})

test("a decision is an answer", () => {
  expectTypeOf<Decision>().toExtend<HookOutput>()
})

test("comparing the name is enough", () => {
  const event: HookEvent = parseEvent("")
  // @ts-expect-error: which event it is has to be asked first
  event.toolName
  if (event.name === "PreToolUse") {
    expectTypeOf(event).toEqualTypeOf<EventOf<"PreToolUse">>()
    expectTypeOf(event.toolName).toEqualTypeOf<string>()
  }
  switch (event.name) {
    case "Stop":
      expectTypeOf(event.backgroundTasks?.[0]?.agent_type).toEqualTypeOf<string | undefined>()
      break
    case "WorktreeCreate":
      expectTypeOf(event.givenName).toEqualTypeOf<string>()
      break
    case "other":
      expectTypeOf(event.eventName).toEqualTypeOf<string>()
      expectTypeOf(event.anything).toEqualTypeOf<unknown>()
      break
  }
  expectTypeOf<OtherEvent>().toExtend<HookEvent>()
})

test("an answer that its event cannot carry is refused", () => {
  const on = (handlers: HookDefinition["on"]) => defineHook({ ...about, on: handlers })
  const timeoutSeconds = 1
  const block = { block: true, reason: "no" } as const
  const context = { additionalContext: "x" }
  // @ts-expect-error: nothing that a hook prints blocks a session's end
  on({ SessionEnd: { timeoutSeconds, run: () => block } })
  // @ts-expect-error: there is no model any more to read it
  on({ SessionEnd: { timeoutSeconds, run: () => context } })
  // @ts-expect-error: a permission dialog takes no context
  on({ PermissionRequest: { timeoutSeconds, run: () => context } })
  // @ts-expect-error: nothing blocks a session's beginning
  on({ SessionStart: { timeoutSeconds, run: () => block } })
  // @ts-expect-error: a reason without a block
  on({ PreToolUse: { timeoutSeconds, run: () => ({ reason: "no" }) } })
  // @ts-expect-error: a promise of it neither
  on({ CwdChanged: { timeoutSeconds, run: async () => block } })

  on({ SessionStart: { timeoutSeconds, run: () => context } })
  on({ SessionEnd: { timeoutSeconds, run: () => ({ systemMessage: "x" }) } })
  on({ PreToolUse: { timeoutSeconds, run: async () => block as Decision } })
  expectTypeOf<OutputOf<"PreToolUse">>().toExtend<HookOutput>()
  expectTypeOf<HookOutput>().toExtend<OutputOf<"PreToolUse">>()
  expectTypeOf<OutputOf<"WorktreeCreate">["systemMessage"]>().toEqualTypeOf<undefined>()
})

test("composed hooks keep their dependencies apart", () => {
  const needy = defineHook<Deps>({ ...about, on: { Stop: { timeoutSeconds: 1, run: () => {} } } })
  const other = defineHook<string>({ ...about, on: { Stop: { timeoutSeconds: 1, run: () => {} } } })
  const plain = defineHook({ ...about, on: { Stop: { timeoutSeconds: 1, run: () => {} } } })
  const composed = composeHooks({ ...about, hooks: { needy, other, plain } })
  const io = { process: fakeProcess(), journal: memoryJournal() }
  const make = { needy: () => ({ now: () => 1 }), other: async () => "x" }
  const given = () => runHook(composed, { ...io, createDeps: () => ({ ...io, make }) })
  const { needy: one } = make
  // @ts-expect-error: nothing makes what `other` needs
  const missing = () => runHook(composed, { ...io, createDeps: () => ({ ...io, make: { needy: one } }) })
  const swapped = { needy: make.other, other: make.needy }
  // @ts-expect-error: each gets what the other needs
  const wrong = () => runHook(composed, { ...io, createDeps: () => ({ ...io, make: swapped }) })
  // @ts-expect-error: createDeps is missing
  const none = () => runHook(composed, io)
  void [given, missing, wrong, none]
})
