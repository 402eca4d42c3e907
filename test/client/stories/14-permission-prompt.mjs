// The gate is asked before the user is: the workspace is held while the user thinks.
import { join } from "node:path"
import { Write } from "../calls.mjs"
import { allowed, deniedBy, holds, missing } from "../expect.mjs"
import { noScreen } from "../tui.mjs"

export const title = "the user's own permission prompt still comes, and after a No A can go on"
export const skip = noScreen

const PROMPT = /Do you want to create/

export async function tell({ home, gate, workspace, session, tui }) {
  const ws = workspace("shop")
  home.allow(["Read"])
  gate.install()

  const a = tui("A", ws)
  await a.begins(Write(join(ws, "a.txt"), "from A\n"))
  await a.shows(PROMPT)
  const b = session("B", ws)
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  await a.settles(PROMPT, "Escape")
  await a.shows(/rejected/i)
  missing(join(ws, "a.txt"))

  await a.asked()
  await a.begins(Write(join(ws, "a-2.txt"), "from A\n"))
  await a.settles(PROMPT, "Enter")
  const { results } = await a.hears()
  allowed(results.at(-1))
  holds(join(ws, "a-2.txt"), "from A\n")
  await a.stops()

  // B is headless, so its permission is refused; the gate is not what refuses it.
  const { text } = await b.does(Write(join(ws, "b.txt"), "from B\n"))
  if (/session lock/.test(text)) throw new Error(`A's Stop did not free the workspace: ${text}`)
}
