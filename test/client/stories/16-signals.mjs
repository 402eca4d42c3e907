// The signals that a client gets from a terminal, a service manager or an impatient user.
import { join } from "node:path"
import { Bash, Write } from "../calls.mjs"
import { allowed, deniedBy, holds } from "../expect.mjs"

export const title = "A is ended by SIGINT, SIGTERM or SIGHUP, thinking or in mid-call: B can write at once"

export async function tell({ gate, workspace, session }) {
  const ws = workspace("shop")
  gate.install()

  const b = session("B", ws, { live: true })
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    for (const state of ["thinking", "running"]) {
      const name = `${signal}-${state}`
      const a = session(name, ws)
      allowed(await a.does(Write(join(ws, `${name}.txt`), "from A\n")))
      if (state === "running") await a.begins(Bash("sleep 1; true"))
      deniedBy(a, await b.does(Write(join(ws, "b.txt"), "too early\n")))
      await a.killed(signal)
      const mine = join(ws, `b-after-${name}.txt`)
      allowed(await b.does(Write(mine, "from B\n")))
      holds(mine, "from B\n")
      // B's turn ends, so that the next A can begin.
      await b.stops()
      b.asked()
    }
}
