// The gate as a plugin: added from the repository's marketplace, installed from npm, without the installer.
import assert from "node:assert/strict"
import { join } from "node:path"
import { Bash, Read, Write } from "../calls.mjs"
import { allowed, deniedBy, holds, silent } from "../expect.mjs"

export const title =
  "as a plugin: B is denied while A's turn is open, and `install` refuses to come beside it"

export async function tell({ home, gate, workspace, session }) {
  const ws = workspace("shop", { "notes.txt": "as committed\n" })
  const notes = join(ws, "notes.txt")
  await gate.installPlugin()
  const { hooks, enabledPlugins } = JSON.parse(home.settings())
  assert.deepEqual([hooks, enabledPlugins], [undefined, { "router-gate@router-gate": true }])

  const a = session("A", ws, { live: true })
  allowed(await a.does(Read(notes)))
  allowed(await a.does(Write(notes, "from A\n")))
  const b = session("B", ws)
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  deniedBy(a, await b.does(Bash("git stash")))
  holds(notes, "from A\n")
  await a.stops()
  silent(a)
  allowed(await b.does(Bash("echo B > b.txt")))
  await b.ends()

  assert.throws(gate.install, /plugin router-gate@router-gate/)
}
