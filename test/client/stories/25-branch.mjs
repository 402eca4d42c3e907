// /branch goes on under a new session id in the same process; the session that it came from can be opened in another.
import assert from "node:assert/strict"
import { join } from "node:path"
import { Write } from "../calls.mjs"
import { allowed, deniedBy, missing, soon } from "../expect.mjs"
import { noScreen } from "../tui.mjs"

export const title = "Esc and /branch: what A had is free; the branch and the original wait for each other"
export const skip = noScreen

export async function tell({ gate, workspace, session, tui }) {
  const ws = workspace("shop")
  gate.install()

  const a = tui("A", ws)
  allowed(await a.does(Write(join(ws, "a.txt"), "from A\n")))
  const original = a.id
  a.presses("Escape") // while its model is thinking: no Stop
  await a.shows(/Interrupted/)
  const b = session("B", ws)
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))

  await a.types("/branch")
  await a.shows(/Branched/)
  await soon(async () => allowed(await b.does(Write(join(ws, "b.txt"), "from B\n"))))
  await b.ends()

  await a.asked()
  allowed(await a.does(Write(join(ws, "branch.txt"), "from the branch\n")))
  assert.notEqual(a.id, original)
  const again = session("again", ws, { resume: original })
  deniedBy(a, await again.does(Write(join(ws, "original.txt"), "from the original\n")))
  missing(join(ws, "original.txt"))
  await a.stops()
  allowed(await again.does(Write(join(ws, "original.txt"), "from the original\n")))
  await a.asked()
  deniedBy(again, await a.does(Write(join(ws, "branch-2.txt"), "from the branch\n")))
}
