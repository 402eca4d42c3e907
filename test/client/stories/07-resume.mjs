// A session that is resumed after its client was killed comes back in another process.
import { join } from "node:path"
import { Write } from "../calls.mjs"
import { allowed, deniedBy, silent } from "../expect.mjs"

export const title = "A is killed and resumed: it goes on, and holds its workspace in the new process's name"

export async function tell({ gate, workspace, session }) {
  const ws = workspace("shop")
  gate.install()

  const a = session("A", ws)
  allowed(await a.does(Write(join(ws, "a.txt"), "from A\n")))
  await a.killed("SIGKILL")

  const again = session("again", ws, { resume: a.id })
  allowed(await again.does(Write(join(ws, "again.txt"), "from A, resumed\n")))
  silent(again)
  const b = session("B", ws)
  deniedBy(again, await b.does(Write(join(ws, "b.txt"), "from B\n")))
}
