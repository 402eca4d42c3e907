// A turn that ends in an API error fires StopFailure instead of Stop.
import { join } from "node:path"
import { Write } from "../calls.mjs"
import { allowed, deniedBy, silent, soon } from "../expect.mjs"

export const title = "A's turn ends in an API error: B can write"

export async function tell({ gate, workspace, session }) {
  const ws = workspace("shop")
  gate.install()

  // The process lives on, so that only StopFailure can free the workspace.
  const a = session("A", ws, { live: true })
  allowed(await a.does(Write(join(ws, "a.txt"), "from A\n")))
  const b = session("B", ws)
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  await a.stumbles()
  silent(a)
  // The client says that the turn is over before its StopFailure hook has run, and does not report that run.
  await soon(async () => allowed(await b.does(Write(join(ws, "b.txt"), "from B\n"))))
  await b.ends()

  // In an ordinary `claude -p` the hook races with the exit; the dead process frees the workspace too.
  const c = session("C", ws)
  allowed(await c.does(Write(join(ws, "c.txt"), "from C\n")))
  await c.breaks()
  await c.exited
  const d = session("D", ws)
  allowed(await d.does(Write(join(ws, "d.txt"), "from D\n")))
}
