// The client lets two processes have the same session at once; they are two writers all the same.
import assert from "node:assert/strict"
import { join } from "node:path"
import { Read, Write } from "../calls.mjs"
import { allowed, deniedBy, missing, silent } from "../expect.mjs"

export const title = "A is resumed in a second process while the first is in its turn: the second is denied"

export async function tell({ gate, workspace, session }) {
  const ws = workspace("shop")
  gate.install()

  const a = session("A", ws)
  allowed(await a.does(Write(join(ws, "a.txt"), "from A\n")))

  const twin = session("twin", ws, { resume: a.id })
  allowed(await twin.does(Read(join(ws, "a.txt"))))
  const denial = await twin.does(Write(join(ws, "twin.txt"), "from the twin\n"))
  deniedBy(a, denial)
  assert.match(denial.text, /same session/, "or the model would read that its own session holds it up")
  assert.equal(twin.id, a.id)
  missing(join(ws, "twin.txt"))

  // The twin's own end must not give away what the first one holds.
  await twin.ends()
  const b = session("B", ws)
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  silent(a)
  await a.ends()
  allowed(await b.does(Write(join(ws, "b.txt"), "from B\n")))
}
