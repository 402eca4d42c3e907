// A stopped process lives, and may go on at any time: only the TTL ends its lease.
import { join } from "node:path"
import { Read, Write } from "../calls.mjs"
import { allowed, deniedBy, deniedUntilAllowed, holds, missing } from "../expect.mjs"

export const title = "A gets SIGSTOP: B gets in after the TTL, and after SIGCONT A has to wait for B"

export async function tell({ gate, workspace, session }) {
  const ws = workspace("shop")
  gate.install()

  const b = session("B", ws, { live: true })
  allowed(await b.does(Read(join(ws, "README.md"))))
  const a = session("A", ws, { live: true, env: { ROUTER_GATE_TTL_MS: "8000" } })
  allowed(await a.does(Write(join(ws, "a.txt"), "from A\n")))
  a.process.kill("SIGSTOP")
  await deniedUntilAllowed(a, () => b.does(Write(join(ws, "b.txt"), "from B\n")))

  a.process.kill("SIGCONT")
  deniedBy(b, await a.does(Write(join(ws, "a-2.txt"), "from A\n")))
  missing(join(ws, "a-2.txt"))
  allowed(await b.does(Write(join(ws, "b-2.txt"), "from B\n")))
  // Nor does the end of A's turn give away what it has no more.
  await a.stops()
  const c = session("C", ws)
  deniedBy(b, await c.does(Write(join(ws, "c.txt"), "from C\n")))

  await b.stops()
  a.asked()
  allowed(await a.does(Write(join(ws, "a-2.txt"), "from A\n")))
  holds(join(ws, "a-2.txt"), "from A\n")
  deniedBy(a, await c.does(Write(join(ws, "c.txt"), "from C\n")))
}
