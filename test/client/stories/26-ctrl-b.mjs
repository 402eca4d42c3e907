// Ctrl-B sends a running command to the background: its call is over at once, and the turn may end before it does.
import assert from "node:assert/strict"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { BashUntil, Write } from "../calls.mjs"
import { allowed, deniedBy, holds, missing, soon } from "../expect.mjs"
import { noScreen } from "../tui.mjs"

export const title = "Ctrl-B in mid-call: A keeps its workspace past its Stop, and its command's end frees it"
export const skip = noScreen

export async function tell({ home, gate, workspace, session, tui }) {
  const ws = workspace("shop")
  const go = join(home.temp, "go")
  gate.install()

  const a = tui("A", ws)
  await a.begins(BashUntil(go, "late.txt"))
  await a.settles(/ctrl\+b/i, "C-b")
  const { results } = await a.hears()
  assert.match(results[0].text, /backgrounded by user/)
  const b = session("B", ws)
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  await a.stops()
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  missing(join(ws, "late.txt"))

  // The client tells A's model about it in a turn of its own, and that turn's end frees the workspace.
  writeFileSync(go, "")
  await a.hears()
  holds(join(ws, "late.txt"), "late\n")
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  await a.stops("it has ended")
  await soon(async () => allowed(await b.does(Write(join(ws, "b.txt"), "from B\n"))))
}
