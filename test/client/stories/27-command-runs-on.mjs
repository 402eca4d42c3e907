// A command in the background may be a server that runs all day: after its turn it keeps a workspace for the TTL only.
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { BashUntil, Read, Write } from "../calls.mjs"
import { allowed, deniedBy, deniedUntilAllowed, holds, missing } from "../expect.mjs"

export const title =
  "A stops and its background command runs on: B gets in after the TTL, and A's end is no end of B's"

export async function tell({ home, gate, workspace, session }) {
  const ws = workspace("shop")
  const go = join(home.temp, "go")
  gate.install()

  const b = session("B", ws, { live: true })
  allowed(await b.does(Read(join(ws, "README.md"))))
  const a = session("A", ws, { live: true, env: { ROUTER_GATE_TTL_MS: "8000" } })
  allowed(await a.does(BashUntil(go, "late.txt", { run_in_background: true })))
  await a.says("the command is at work")
  await a.printed(() => a.hookRuns.some((run) => run.event === "Stop"))
  await deniedUntilAllowed(a, () => b.does(Write(join(ws, "b.txt"), "from B\n")))
  missing(join(ws, "late.txt"))

  // What the command does now, no hook hears of. Its end gives A a turn, which A does not get the workspace in.
  writeFileSync(go, "")
  await a.hears()
  holds(join(ws, "late.txt"), "late\n")
  deniedBy(b, await a.does(Write(join(ws, "a.txt"), "from A\n")))
  await a.ends()
  const c = session("C", ws)
  deniedBy(b, await c.does(Write(join(ws, "c.txt"), "from C\n")))
  await b.stops()
  allowed(await c.does(Write(join(ws, "c.txt"), "from C\n")))
}
