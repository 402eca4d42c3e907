// /clear gives the same process a new session id in the middle of everything.
import assert from "node:assert/strict"
import { join } from "node:path"
import { Write } from "../calls.mjs"
import { allowed, deniedBy } from "../expect.mjs"
import { noScreen } from "../tui.mjs"

export const title = "Esc and /clear: A has a new session id and goes on; B is denied in the new name"
export const skip = noScreen

export async function tell({ gate, workspace, session, tui }) {
  const ws = workspace("shop")
  gate.install()

  const a = tui("A", ws)
  allowed(await a.does(Write(join(ws, "a.txt"), "from A\n")))
  const before = a.id
  a.presses("Escape") // while its model is thinking: no Stop
  await a.shows(/Interrupted/)
  await a.types("/clear")
  await a.shows(/❯ \/clear/)

  await a.asked()
  allowed(await a.does(Write(join(ws, "a-2.txt"), "from A\n")))
  assert.notEqual(a.id, before)
  const b = session("B", ws)
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  await a.stops()
  allowed(await b.does(Write(join(ws, "b.txt"), "from B\n")))
}
