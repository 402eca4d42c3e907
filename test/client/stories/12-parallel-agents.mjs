// Subagents share their parent's session and process, so they share its lease.
import { join } from "node:path"
import { Agent, Write } from "../calls.mjs"
import { allowed, deniedBy, silent } from "../expect.mjs"
import { marker } from "../wire.mjs"

export const title = "A's two subagents write side by side, and B cannot"

export async function tell({ gate, workspace, session, model }) {
  const ws = workspace("shop")
  gate.install()

  const a = session("A", ws)
  const launch = ["left", "right"].map((name) => Agent(`${marker(name)} go on`, { run_in_background: false }))
  await a.begins(...launch)
  const left = model("left")
  const right = model("right")
  const side = (name) => Write(join(ws, `${name}.txt`), `from the ${name}\n`)
  const results = await Promise.all([left.does(side("left")), right.does(side("right"))])
  for (const result of results) allowed(result)

  const b = session("B", ws)
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  // The first one's end is not the end of the turn.
  await left.says("left is done")
  allowed(await right.does(side("right-2")))
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  await right.says("right is done")
  await a.ends()
  silent(a)
  allowed(await b.does(Write(join(ws, "b.txt"), "from B\n")))
}
