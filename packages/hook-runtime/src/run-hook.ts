import type { HookOutput } from "./decision.ts"
import type { HookableEvent, HookDefinition } from "./define-hook.ts"
import { encode } from "./encode.ts"
import { type HookEvent, parseEvent } from "./event.ts"
import { type HookRunState, reportFailure } from "./failure.ts"
import type { Journal } from "./journal.ts"
import type { HookProcess } from "./node-process.ts"

export type RunHookOptions<Deps> = {
  process: HookProcess
  journal: Journal
  /** The off switch, asked before anything else. Default: `ROUTER_GATE=0` in the environment. */
  isOff?: (env: HookProcess["env"]) => boolean
} & (undefined extends Deps
  ? { createDeps?: (process: HookProcess) => Deps | Promise<Deps> }
  : {
      /** Makes what the handlers work with. Called only for an event that has a handler. */
      createDeps: (process: HookProcess) => Deps | Promise<Deps>
    })

/**
 * Runs a hook once: stdin, handler, stdout. Whatever happens, the exit code is 0 and the promise resolves: other
 * clients read the same settings and take any other exit code for a block.
 *
 * This is the one catch of a hook's path. Everything below lets errors fly; here they become a line in the journal
 * and, once a session, a line for the user. An error in telling about an error goes no further.
 */
export async function runHook<Deps = undefined>(
  definition: HookDefinition<Deps>,
  options: RunHookOptions<Deps>,
): Promise<void> {
  const { process, journal } = options
  const state: HookRunState = { spoken: false }
  const failOpen = (error: unknown) =>
    reportFailure(error, { hook: definition.name, process, journal, state })
  try {
    // Set, not left alone: it is then kept even when Node gives up waiting for a promise (exit code 13).
    process.setExitCode(0)
    if ((options.isOff ?? isSwitchedOff)(process.env)) return
    process.onStray?.(failOpen)
    state.text = process.readStdin()
    state.event = parseEvent(state.text)
    const output = await answer(definition, options, state.event)
    const text = encode(state.event.name, output)
    // A stray error may have said "nothing was blocked" meanwhile; then it has to stay true.
    if (text !== "" && !state.spoken) {
      state.spoken = true
      process.writeStdout(`${text}\n`)
    }
    process.setExitCode(0)
  } catch (error) {
    failOpen(error)
  }
}

async function answer<Deps>(
  definition: HookDefinition<Deps>,
  options: RunHookOptions<Deps>,
  event: HookEvent,
): Promise<HookOutput | undefined> {
  if (event.name === "other") {
    const { eventName, sessionId } = event
    const { name: hook } = definition
    options.journal.log({ level: "info", hook, event: eventName, sessionId, message: "unknown event" })
    return undefined
  }
  // The handler and the event belong to the same name, which a type that is indexed by it cannot express.
  const handler = definition.on[event.name as HookableEvent] as AnyHandler<Deps> | undefined
  if (handler === undefined) return undefined
  const deps = (await options.createDeps?.(options.process)) as Deps
  return (await handler.run(event, deps)) as HookOutput | undefined
}

type AnyHandler<Deps> = { run: (event: HookEvent, deps: Deps) => unknown }

function isSwitchedOff(env: HookProcess["env"]): boolean {
  return env.ROUTER_GATE === "0"
}
