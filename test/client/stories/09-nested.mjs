// A client that the holder's own Bash call started: its parent is waiting for it.
import { join } from "node:path"
import { Bash, Write } from "../calls.mjs"
import { allowed, deniedBy, holds } from "../expect.mjs"
import { marker } from "../wire.mjs"

export const title = "`claude -p` inside a Bash call of the holder is its guest: it writes, and takes nothing"

export async function tell({ bin, gate, workspace, session, model }) {
  const ws = workspace("shop")
  gate.install()

  const a = session("A", ws)
  allowed(await a.does(Write(join(ws, "a.txt"), "from A\n")))
  await a.begins(Bash(`'${bin}' -p '${marker("guest")} go on'`, { timeout: 120_000 }))

  const guest = model("guest")
  allowed(await guest.does(Write(join(ws, "guest.txt"), "from the guest\n")))
  holds(join(ws, "guest.txt"), "from the guest\n")
  const b = session("B", ws)
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  await guest.says("the guest is done")

  // The guest's Stop has not given its host's lease away.
  const { results } = await a.hears()
  allowed(results[0])
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  await a.ends()
  allowed(await b.does(Write(join(ws, "b.txt"), "from B\n")))
}
