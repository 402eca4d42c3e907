// The typed events, held against the types that the client's own SDK is published with. A field, an event or a word
// that an update of the SDK adds makes `pnpm typecheck` fail here and say which.
import type {
  BackgroundTaskSummary,
  HookInput,
  PostToolBatchToolCall,
  SessionCronSummary,
} from "@anthropic-ai/claude-agent-sdk"
import { expectTypeOf, test } from "vitest"
import type { BackgroundTask, BatchedToolCall, EventName, EventOf, SessionCron } from "../src/index.ts"

type CamelCase<Key> = Key extends `${infer Head}_${infer Rest}`
  ? `${Head}${Capitalize<CamelCase<Rest>>}`
  : Key

/** What `parseEvent` does with a top-level key. */
type FieldName<Key> = Key extends "hook_event_name"
  ? "name"
  : Key extends "name"
    ? "givenName"
    : CamelCase<Key>

/** An event of the client as `parseEvent` hands it on. */
type Parsed<Input> = { [Key in keyof Input as FieldName<Key> & string]: Input[Key] }

type Sent<Name, Input> = Parsed<Extract<Input, { hook_event_name: Name }>>

/** The literals of a list, whether it is open or closed. */
type WordsOf<Value> = Value extends string ? (string extends Value ? never : Value) : never

/** For each event the names of fields that satisfy `Judge`, as "Event.field". */
type Named<Name extends string, Key> = `${Name}.${Key & string}`

/** Fields that the client sends and that are not typed here. */
type Missing<Input> = {
  [Name in EventName]: Named<Name, Exclude<keyof Sent<Name, Input>, keyof EventOf<Name>>>
}[EventName]

/** Fields that are typed here and that the client does not send. */
type Invented<Input> = {
  [Name in EventName]: Named<Name, Exclude<keyof EventOf<Name>, keyof Sent<Name, Input>>>
}[EventName]

type FieldsWhere<Input, Name extends EventName> = keyof Sent<Name, Input> & keyof EventOf<Name>

/** Fields whose values, as the client types them, do not fit the type here. */
type Unfit<Input> = {
  [Name in EventName]: {
    [Key in FieldsWhere<Input, Name>]: Sent<Name, Input>[Key] extends EventOf<Name>[Key]
      ? never
      : Named<Name, Key>
  }[FieldsWhere<Input, Name>]
}[EventName]

/** An error of the compiler here names what there should be none of. */
const none = <_Names extends never>() => {}

type Same<A, B> = [A, B] extends [B, A] ? true : false

/** Fields that list other words than the client does. */
type OtherWords<Input> = {
  [Name in EventName]: {
    [Key in FieldsWhere<Input, Name>]: Same<
      WordsOf<Sent<Name, Input>[Key]>,
      WordsOf<EventOf<Name>[Key]>
    > extends true
      ? never
      : Named<Name, Key>
  }[FieldsWhere<Input, Name>]
}[EventName]

test("every event of the SDK is an event here, and no other is", () => {
  expectTypeOf<EventName>().toEqualTypeOf<HookInput["hook_event_name"]>()
})

test("every field that the SDK types is typed here, and no other is", () => {
  none<Missing<HookInput>>()
  none<Invented<HookInput>>()
})

test("what the SDK says of a field fits what is said here, but for the differences that are meant", () => {
  // `unknown` there; `parseEvent` makes an object of it, so that a handler can look for a path without a cast.
  type ToolInputs =
    `${Extract<EventName, `P${string}Tool${"Use" | "UseFailure"}` | `Permission${string}`>}.toolInput`
  expectTypeOf<Unfit<HookInput>>().toEqualTypeOf<ToolInputs>()
})

test("the words of every list are the SDK's; lists are open here, for clients come before their types", () => {
  none<OtherWords<HookInput>>()
  expectTypeOf<"a word of tomorrow">().toExtend<EventOf<"SessionStart">["source"]>()
})

test("what is handed on as it is on the wire has the SDK's fields", () => {
  expectTypeOf<keyof BackgroundTask>().toEqualTypeOf<keyof BackgroundTaskSummary>()
  expectTypeOf<keyof SessionCron>().toEqualTypeOf<keyof SessionCronSummary>()
  expectTypeOf<keyof BatchedToolCall>().toEqualTypeOf<keyof PostToolBatchToolCall>()
})

test("control: an SDK that moved on is noticed", () => {
  type Stop = Extract<HookInput, { hook_event_name: "Stop" }>
  type Grown = Exclude<HookInput, Stop> | (Stop & { was_interrupted: boolean })
  expectTypeOf<Missing<Grown>>().toEqualTypeOf<"Stop.wasInterrupted">()

  type Changed = Exclude<HookInput, Stop> | (Omit<Stop, "stop_hook_active"> & { stop_hook_active: number })
  expectTypeOf<Exclude<Unfit<Changed>, Unfit<HookInput>>>().toEqualTypeOf<"Stop.stopHookActive">()

  type Setup = Extract<HookInput, { hook_event_name: "Setup" }>
  type Wordier =
    | Exclude<HookInput, Setup>
    | (Omit<Setup, "trigger"> & { trigger: Setup["trigger"] | "repair" })
  expectTypeOf<OtherWords<Wordier>>().toEqualTypeOf<"Setup.trigger">()

  type Shrunk = Exclude<HookInput, Setup> | Omit<Setup, "trigger">
  expectTypeOf<Invented<Shrunk>>().toEqualTypeOf<"Setup.trigger">()
})
