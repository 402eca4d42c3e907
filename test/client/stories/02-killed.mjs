// A killed client runs no hook at all: its dead process is what frees the workspace.
import { join } from "node:path"
import { Write } from "../calls.mjs"
import { allowed, deniedBy, holds, missing } from "../expect.mjs"

export const title = "A is killed in mid-turn: B can write at once"

export async function tell({ gate, workspace, session }) {
  const ws = workspace("shop")
  gate.install()

  const a = session("A", ws)
  allowed(await a.does(Write(join(ws, "a.txt"), "from A\n")))
  const b = session("B", ws)
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  missing(join(ws, "b.txt"))

  await a.killed("SIGKILL")
  allowed(await b.does(Write(join(ws, "b.txt"), "from B\n")))
  holds(join(ws, "b.txt"), "from B\n")
}
