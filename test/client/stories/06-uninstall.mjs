// Taking the gate away must not disturb the sessions that were started with it.
import assert from "node:assert/strict"
import { join } from "node:path"
import { Bash, Write } from "../calls.mjs"
import { allowed, deniedBy, silent, wellSpoken } from "../expect.mjs"

export const title = "uninstall while two sessions run: their next calls go ahead, settings are as before"

// Until a client has read its settings again, it starts a hook that is gone, and goes on without it.
export const hooksMayFail = true

export async function tell({ home, gate, workspace, session }) {
  const ws = workspace("shop")
  const settings = home.settings()
  gate.install()
  assert.notEqual(home.settings(), settings)

  const a = session("A", ws, { live: true })
  allowed(await a.does(Write(join(ws, "a.txt"), "from A\n")))
  silent(a)
  const b = session("B", ws)
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))

  for (const session of [a, b]) wellSpoken(session)

  gate.uninstall()
  assert.equal(home.settings(), settings)
  allowed(await a.does(Write(join(ws, "a2.txt"), "from A\n")))
  allowed(await a.does(Bash("echo more >> a2.txt")))
  await a.stops()
  allowed(await b.does(Write(join(ws, "b.txt"), "from B\n")))
  allowed(await b.does(Bash("echo more >> b.txt")))
  await b.ends()
}
