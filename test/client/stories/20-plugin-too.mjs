// The client does not ask us before it installs a plugin, so both can be there: every event then runs two hooks at once.
import assert from "node:assert/strict"
import { join } from "node:path"
import { Write } from "../calls.mjs"
import { allowed, deniedBy, silent } from "../expect.mjs"

export const title = "installed twice, as a plugin too: A is not in its own way, B is denied, A's Stop frees"

export async function tell({ gate, workspace, session }) {
  const ws = workspace("shop")
  gate.install()
  await gate.installPlugin()

  const a = session("A", ws, { live: true })
  for (let call = 0; call < 4; call++) allowed(await a.does(Write(join(ws, `a-${call}.txt`), "from A\n")))
  const b = session("B", ws)
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  await a.stops()
  silent(a)
  assert.equal(a.hookRuns.filter((run) => run.event === "PreToolUse").length, 8)
  allowed(await b.does(Write(join(ws, "b.txt"), "from B\n")))
  await b.ends()
}
