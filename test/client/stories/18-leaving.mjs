// The ways in which a person leaves an interactive session in the middle of its turn.
import { join } from "node:path"
import { Write } from "../calls.mjs"
import { allowed, deniedBy } from "../expect.mjs"
import { noScreen } from "../tui.mjs"

export const title = "A's terminal is closed, A is left by /exit, Ctrl-C or Ctrl-D: B can write at once"
export const skip = noScreen

const ways = {
  closed: (a) => a.closesTerminal(),
  exit: async (a) => {
    a.presses("Escape")
    await a.shows(/Interrupted/)
    await a.types("/exit")
  },
  ended: async (a) => {
    a.presses("Escape")
    await a.shows(/Interrupted/)
    a.presses("C-d")
    await a.shows(/Ctrl-D again/i)
    a.presses("C-d")
  },
  interrupted: async (a) => {
    a.presses("C-c")
    await a.shows(/Interrupted/)
    a.presses("C-c")
    a.presses("C-c")
  },
}

export async function tell({ gate, workspace, session, tui }) {
  const ws = workspace("shop")
  gate.install()

  const b = session("B", ws, { live: true })
  for (const [name, leave] of Object.entries(ways)) {
    const a = tui(name, ws)
    allowed(await a.does(Write(join(ws, `${name}.txt`), "from A\n")))
    deniedBy(a, await b.does(Write(join(ws, "b.txt"), "too early\n")))
    await leave(a)
    await a.exits()
    allowed(await b.does(Write(join(ws, `b-after-${name}.txt`), "from B\n")))
    await b.stops()
    b.asked()
  }
}
