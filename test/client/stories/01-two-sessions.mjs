// The reason for the project: two sessions in one workspace.
import { join } from "node:path"
import { Bash, Read, Write } from "../calls.mjs"
import { allowed, deniedBy, holds, silent } from "../expect.mjs"

export const title = "while A's turn is open B can read but not write; when A stops, B can write"

export async function tell({ gate, workspace, session }) {
  const ws = workspace("shop", { "notes.txt": "as committed\n" })
  const notes = join(ws, "notes.txt")
  gate.install()

  // A's process lives on after its turn, so that only its Stop can free the workspace.
  const a = session("A", ws, { live: true })
  allowed(await a.does(Read(notes)))
  allowed(await a.does(Write(notes, "from A\n")))

  // A's turn is still open: its model has not answered yet.
  const b = session("B", ws)
  allowed(await b.does(Read(notes)))
  deniedBy(a, await b.does(Write(notes, "from B\n")))
  holds(notes, "from A\n")
  allowed(await b.does(Read(notes)))
  allowed(await b.does(Bash("git status --short && sed -n '1,5p' notes.txt | head -3")))
  deniedBy(a, await b.does(Bash("sed -i s/A/B/ notes.txt")))
  deniedBy(a, await b.does(Bash("git stash")))
  holds(notes, "from A\n")

  await a.stops()
  silent(a)
  allowed(await b.does(Write(notes, "from B\n")))
  holds(notes, "from B\n")

  // Now it is the other way round, in A's next turn.
  a.asked()
  allowed(await a.does(Read(notes)))
  deniedBy(b, await a.does(Write(notes, "A again\n")))
  holds(notes, "from B\n")

  // B is an ordinary `claude -p`: its turn ends, and so does its process.
  await b.ends()
  allowed(await a.does(Write(notes, "A again\n")))
  holds(notes, "A again\n")
}
