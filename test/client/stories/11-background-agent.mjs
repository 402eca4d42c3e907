// A subagent in the background goes on writing after its parent's turn has ended.
import { join } from "node:path"
import { Agent, Write } from "../calls.mjs"
import { allowed, deniedBy, silent } from "../expect.mjs"
import { marker } from "../wire.mjs"

export const title =
  "A stops while its background subagent still writes: the workspace stays A's until that is done"

export async function tell({ gate, workspace, session, model }) {
  const ws = workspace("shop")
  gate.install()

  const a = session("A", ws)
  allowed(await a.does(Write(join(ws, "a.txt"), "from A\n")))
  allowed(await a.does(Agent(`${marker("helper")} go on`, { run_in_background: true })))
  const helper = model("helper")
  allowed(await helper.does(Write(join(ws, "helper.txt"), "from A's subagent\n")))
  await a.says("the helper is at work")
  await a.printed(() => a.hookRuns.some((run) => run.event === "Stop"))

  const b = session("B", ws)
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  allowed(await helper.does(Write(join(ws, "helper-2.txt"), "from A's subagent\n")))
  await helper.says("all written")

  // The client tells A's model about it in a turn of its own, and that turn's end frees the workspace.
  await a.ends()
  silent(a)
  allowed(await b.does(Write(join(ws, "b.txt"), "from B\n")))
}
