import { spawnSync } from "node:child_process"
import { pathToFileURL } from "node:url"
import { type HookDefinition, isEventName, registrationsOf } from "@router-gate/hook-runtime"
import type { Environment } from "./environment.ts"
import type { InstallableHook } from "./hooks.ts"
import { Refusal } from "./refusal.ts"

/** Prints what a module exports that looks like a hook's definition. Functions do not survive: what is left is data. */
const PRINT = `const all = Object.values(await import(process.argv[1]))
process.stdout.write(JSON.stringify([...new Set(all)].filter((one) => typeof one?.name === "string" && typeof one.on === "object")))`

/**
 * Reads the one hook definition that a module exports. The module runs in a process of its own: whatever it does beside,
 * nothing of it stays in this one.
 */
export function readDefinition(
  path: string,
  { execPath, env }: Environment,
): Pick<InstallableHook, "name" | "description" | "registrations"> {
  const args = ["--input-type=module", "-e", PRINT, "--", pathToFileURL(path).href]
  const { status, stdout, stderr, error } = spawnSync(execPath, args, {
    env,
    encoding: "utf8",
    timeout: 15_000,
  })
  if (status !== 0) {
    const said = error?.message ?? /^\w*Error.*$/m.exec(stderr)?.[0] ?? `Node ended with ${status}`
    throw refused(path, `the module cannot be loaded: ${said}`)
  }
  const found = definitionsIn(path, stdout)
  const [definition] = found
  if (!definition || found.length > 1)
    throw refused(path, `the module exports ${found.length} hook definitions, and it has to be one`)
  const problem = problemIn(definition)
  if (problem) throw refused(path, problem)
  const registrations = registrationsOf(definition)
  return { name: definition.name, description: definition.description, registrations: () => registrations }
}

function definitionsIn(path: string, printed: string): HookDefinition[] {
  try {
    return JSON.parse(printed)
  } catch (error) {
    if (error instanceof SyntaxError) throw refused(path, "the module prints something when it is loaded")
    throw error
  }
}

function problemIn({ name, description, on }: HookDefinition): string | null {
  // It becomes a folder's name and part of a command.
  if (!/^[a-z0-9-]{1,64}$/.test(name))
    return `the hook's name is ${JSON.stringify(name)}, and may have a-z, 0-9 and dashes`
  if (typeof description !== "string") return "the hook has no description"
  const events = Object.entries(on)
  if (events.length === 0) return "the hook is for no event"
  for (const [event, handler] of events) {
    if (!isEventName(event)) return `${JSON.stringify(event)} is no event of the client's`
    // There a hook replaces the client's own work.
    if (event === "WorktreeCreate") return "no hook is installed for WorktreeCreate"
    const { matcher, timeoutSeconds } = (handler ?? {}) as { matcher?: unknown; timeoutSeconds?: unknown }
    if (typeof timeoutSeconds !== "number" || !(timeoutSeconds > 0))
      return `${event} has no timeoutSeconds, so the client would wait for it for ten minutes`
    if (matcher !== undefined && !isMatcher(matcher))
      return `the matcher of ${event} is no regular expression, so the client would drop it`
  }
  return null
}

function isMatcher(matcher: unknown): boolean {
  if (typeof matcher !== "string") return false
  if (matcher === "*") return true
  try {
    return Boolean(new RegExp(matcher))
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

function refused(path: string, cause: string): Refusal {
  const remedy = "Nothing was changed. Put this right in the plugin, build it, and run this again."
  return new Refusal({ code: "PLUGIN_DEFINITION", path, cause, remedy })
}
