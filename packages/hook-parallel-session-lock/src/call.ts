import type { CallInFlight } from "@router-gate/lock-core"

/** A call of a tool, as the hook's events tell it. */
export interface ToolCall {
  readonly toolName: string
  readonly toolInput: Readonly<Record<string, unknown>>
  /** Where the call runs. */
  readonly cwd?: string | undefined
}

/** Tools that run a command in a shell, and its language. */
const SHELLS: Readonly<Record<string, "bash" | "powershell">> = {
  Bash: "bash",
  // Runs its command in the background and tells the model what it prints.
  Monitor: "bash",
  PowerShell: "powershell",
}

/** The command that a call runs in a shell; null for other calls. */
export function shellCommandOf(call: ToolCall): { language: "bash" | "powershell"; text: string } | null {
  const language = Object.hasOwn(SHELLS, call.toolName) ? SHELLS[call.toolName] : undefined
  const { command } = call.toolInput
  return language && typeof command === "string" ? { language, text: command } : null
}

/** Inputs by which the client's own tools that edit files say which. */
const PATH_INPUTS = ["file_path", "notebook_path"]
/** What these change is known; settings have no say in it, or a project could point them away from itself. */
const OWN_EDITORS = ["Edit", "Write", "MultiEdit", "NotebookEdit"]

/**
 * The paths at which a call will change something, as it names them; empty when it names none.
 * @param tools other tools that change files, with the names of the inputs that say where
 */
export function targetsOf(call: ToolCall, tools: Readonly<Record<string, readonly string[]>>): string[] {
  const isSet = Object.hasOwn(tools, call.toolName) && !OWN_EDITORS.includes(call.toolName)
  const names = isSet ? (tools[call.toolName] ?? []) : PATH_INPUTS
  const named = names.flatMap((name) => {
    const value = call.toolInput[name]
    return Array.isArray(value) ? value : [value]
  })
  const paths = named.filter((path): path is string => typeof path === "string" && path !== "")
  return call.toolName === "apply_patch" ? [...paths, ...patchedFiles(call.toolInput)] : paths
}

/** Files that a patch in the `*** Update File:` format names. */
function patchedFiles(input: Readonly<Record<string, unknown>>): string[] {
  const patch = [input.input, input.patch, input.command].flat().filter((text) => typeof text === "string")
  const lines = patch.join("\n").matchAll(/^\*\*\* (?:(?:Add|Update|Delete) File|Move to): (.+?)\s*$/gm)
  return [...lines].map(([, path]) => path as string)
}

/** Tools whose calls last as long as they last: other agents, and whatever another program's server does. */
const UNBOUNDED = /^(?:Agent|Task|Workflow|mcp__.*)$/

/** What a command may take if neither it nor the client's environment says otherwise, ms. */
export const COMMAND_TIMEOUT_MS = 120_000

/** How long a call may take: by its own word, by the client's setting, or nobody knows. */
export function lengthOf(
  call: ToolCall,
  env: Readonly<Record<string, string | undefined>>,
): Pick<CallInFlight, "callTimeoutMs"> & { readonly unbounded: boolean } {
  if (UNBOUNDED.test(call.toolName)) return { unbounded: true }
  if (!Object.hasOwn(SHELLS, call.toolName)) return { unbounded: false }
  const timeoutMs = toMs(call.toolInput.timeout) ?? toMs(Number(env.BASH_DEFAULT_TIMEOUT_MS))
  return { unbounded: false, ...(timeoutMs !== null && { callTimeoutMs: timeoutMs }) }
}

/** A declared timeout longer than a day is no promise to be kept. */
const MAX_TIMEOUT_MS = 24 * 60 * 60 * 1000

function toMs(value: unknown): number | null {
  return typeof value === "number" && value > 0 ? Math.min(value, MAX_TIMEOUT_MS) : null
}
