// Esc runs no hook: the client lives on, idle, with its lease not given back.
import { join } from "node:path"
import { Bash, Write } from "../calls.mjs"
import { allowed, deniedBy, missing } from "../expect.mjs"
import { noScreen } from "../tui.mjs"

export const title = "Esc in mid-call: A is not locked out of its own workspace, and its next Stop frees it"
export const skip = noScreen

export async function tell({ gate, workspace, session, tui }) {
  const ws = workspace("shop")
  gate.install()

  const a = tui("A", ws)
  allowed(await a.does(Write(join(ws, "a.txt"), "from A\n")))
  await a.begins(Bash("sleep 5; echo late > late.txt"))
  await a.shows(/Running|sleep 5/)
  const b = session("B", ws)
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  a.presses("Escape")
  await a.shows(/Interrupted/)

  await a.asked()
  allowed(await a.does(Write(join(ws, "a-2.txt"), "from A\n")))
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  await a.stops()
  allowed(await b.does(Write(join(ws, "b.txt"), "from B\n")))
  missing(join(ws, "late.txt"))
}
