// The gate is asked before the user is, and hears nothing of a No. Who thinks for longer than the TTL and says Yes lets a
// call go ahead without a lease.
import { join } from "node:path"
import { Bash, Read, Write } from "../calls.mjs"
import { allowed, deniedBy, deniedUntilAllowed, holds, missing } from "../expect.mjs"
import { noScreen } from "../tui.mjs"

export const title =
  "A's user says No, or thinks for the TTL: then B gets in; after a late Yes A's user is told of B"
export const skip = noScreen

const PROMPT = /Do you want to proceed/

export async function tell({ home, gate, workspace, session, tui }) {
  const ws = workspace("shop")
  home.allow(["Read", "Write"])
  gate.install()

  const b = session("B", ws, { live: true })
  allowed(await b.does(Read(join(ws, "README.md"))))
  const a = tui("A", ws, { env: { ROUTER_GATE_TTL_MS: "8000" } })
  allowed(await a.does(Write(join(ws, "a.txt"), "from A\n")))
  await a.begins(Bash("touch a-2.txt"))
  await a.settles(PROMPT, "Escape")
  await a.shows(/rejected|Interrupted/i)
  await deniedUntilAllowed(a, () => b.does(Write(join(ws, "b.txt"), "from B\n")))
  await b.stops()

  b.asked()
  await a.asked()
  await a.begins(Bash("touch a-2.txt && echo more >> a.txt"))
  await a.shows(PROMPT)
  await deniedUntilAllowed(a, () => b.does(Write(join(ws, "b-2.txt"), "from B\n")))
  missing(join(ws, "a-2.txt"))

  await a.settles(PROMPT, "Enter")
  const { results } = await a.hears()
  allowed(results.at(-1))
  holds(join(ws, "a.txt"), "from A\nmore\n")
  await a.shows(/says: router-gate: the lease on/)
  deniedBy(b, await a.does(Write(join(ws, "a-3.txt"), "from A\n")))
  await b.stops()
  allowed(await a.does(Write(join(ws, "a-3.txt"), "from A\n")))
}
