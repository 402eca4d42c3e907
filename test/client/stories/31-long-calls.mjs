// A call that says how long it may take, or of which nobody knows it, keeps its workspace for longer than the TTL.
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { Agent, BashUntil, Read, Write } from "../calls.mjs"
import { allowed, deniedBy, deniedUntilAllowed, holds, missing } from "../expect.mjs"
import { marker } from "../wire.mjs"

export const title = "past the TTL A's workspace is A's, while its long command or its agent is at work"

const env = { ROUTER_GATE_TTL_MS: "8000" }

export async function tell({ home, gate, workspace, session, model }) {
  const ws = workspace("shop")
  const depot = workspace("depot")
  const go = join(home.temp, "go")
  writeFileSync(join(home.config, "router-gate.json"), JSON.stringify({ tools: { Agent: [] } }))
  gate.install()

  // Whoever loses a lease that is younger than A's shows that A's time is over as well.
  const rival = session("rival", depot, { live: true })
  allowed(await rival.does(Read(join(depot, "README.md"))))
  const ttlPasses = async (name) => {
    const witness = session(name, depot, { env })
    allowed(await witness.does(Write(join(depot, `${name}.txt`), "a witness\n")))
    await deniedUntilAllowed(witness, () => rival.does(Write(join(depot, `after-${name}.txt`), "late\n")))
    await rival.stops()
    rival.asked()
  }

  const a = session("A", ws, { live: true, env })
  const b = session("B", ws, { live: true })
  await a.begins(BashUntil(go, "late.txt", { timeout: 600_000 }))
  await a.printed(() => a.hookRuns.some((run) => run.event === "PreToolUse"))
  await ttlPasses("first")
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  missing(join(ws, "late.txt"))
  writeFileSync(go, "")
  await a.stops()
  holds(join(ws, "late.txt"), "late\n")
  allowed(await b.does(Write(join(ws, "b.txt"), "from B\n")))
  await b.stops()

  // The agent says nothing for as long as it likes; only A's death is known to be its end.
  a.asked()
  await a.begins(Agent(`${marker("helper")} go on`, { run_in_background: false }))
  await model("helper").hears()
  await ttlPasses("second")
  b.asked()
  deniedBy(a, await b.does(Write(join(ws, "b-2.txt"), "from B\n")))
  await a.killed("SIGKILL")
  allowed(await b.does(Write(join(ws, "b-2.txt"), "from B\n")))
}
