import { resolve } from "node:path"
import type { CommandInput } from "../command.ts"
import { locksOf, lookAtLock } from "../look-at-lock.ts"
import { readOffSwitch } from "../off-switch.ts"
import { printable } from "../printable.ts"

/** One segment for a status line: empty when the workspace is free. */
export interface Segment {
  command: "statusline"
  text: string
}

/** Says who holds the workspace that the client's status line is for. Reads what the client tells it on stdin. */
export async function statusline({ environment, terminal }: CommandInput): Promise<Segment> {
  const segment = (text: string): Segment => ({ command: "statusline", text })
  const told = terminal.stdin.isTTY ? {} : parseInput(await readAll(terminal.stdin))
  if (environment.env.ROUTER_GATE === "0" || readOffSwitch(environment.configDir, Date.now())) {
    return segment("gate: off")
  }
  const directory = told.workspace?.current_dir ?? told.cwd ?? "."
  const { places } = locksOf(resolve(terminal.cwd(), directory), environment)
  for (const place of places) {
    const sight = await lookAtLock(place, { pid: terminal.pid, sessionId: told.session_id })
    if (sight.state === "mine") return segment("gate: mine")
    if (sight.state !== "held") continue
    const { session_id, pid } = sight.lock
    return segment(`gate: held by ${printable(session_id).slice(0, 8)} (${pid > 0 ? pid : "?"})`)
  }
  return segment("")
}

/** The part that is of use here of what the client writes to a status line's stdin. */
interface StatuslineInput {
  session_id?: string
  cwd?: string
  workspace?: { current_dir?: string }
}

function parseInput(text: string): StatuslineInput {
  return text.trim() === "" ? {} : ((JSON.parse(text) as StatuslineInput | null) ?? {})
}

async function readAll(stdin: AsyncIterable<string | Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stdin) chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk)
  return Buffer.concat(chunks).toString("utf8")
}
