// /resume leaves one session for another within the same process, with the turn of the first one broken off.
import assert from "node:assert/strict"
import { join } from "node:path"
import { Write } from "../calls.mjs"
import { allowed, deniedBy, missing, soon } from "../expect.mjs"
import { noScreen } from "../tui.mjs"

export const title =
  "Esc and /resume: what the session that was left had is free; the resumed one is asked anew"
export const skip = noScreen

export async function tell({ gate, workspace, session, tui }) {
  const ws = workspace("shop")
  gate.install()
  const earlier = session("earlier", ws)
  allowed(await earlier.does(Write(join(ws, "earlier.txt"), "from an earlier session\n")))
  await earlier.ends("that was that")

  const a = tui("A", ws)
  allowed(await a.does(Write(join(ws, "a.txt"), "from A\n")))
  a.presses("Escape") // while its model is thinking: no Stop
  await a.shows(/Interrupted/)
  const b = session("B", ws, { live: true })
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))

  // Its process lives on, so that only the end of the session can have freed the workspace.
  await a.types(`/resume ${earlier.id}`)
  await a.shows(/that was that/)
  await soon(async () => allowed(await b.does(Write(join(ws, "b.txt"), "from B\n"))))

  await a.asked()
  deniedBy(b, await a.does(Write(join(ws, "a-2.txt"), "from A\n")))
  missing(join(ws, "a-2.txt"))
  assert.equal(a.id, earlier.id)
  await b.stops()
  allowed(await a.does(Write(join(ws, "a-2.txt"), "from A\n")))
  b.asked()
  deniedBy(a, await b.does(Write(join(ws, "b-2.txt"), "from B\n")))
  await a.stops()
  allowed(await b.does(Write(join(ws, "b-2.txt"), "from B\n")))
}
