// A session that goes quiet in the middle of its turn: its model does not answer, after a call that
// went well and after one that failed, or its command takes long.
import assert from "node:assert/strict"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { Bash, BashUntil, Read, Write } from "../calls.mjs"
import { allowed, deniedBy, deniedUntilAllowed, holds, lostTo, missing } from "../expect.mjs"

export const title =
  "A goes quiet for the TTL, thinking or in mid-call: B gets in, and A is told at its next change"

export async function tell({ home, gate, workspace, session }) {
  const ws = workspace("shop")
  const go = join(home.temp, "go")
  gate.install()

  const b = session("B", ws, { live: true })
  allowed(await b.does(Read(join(ws, "README.md"))))
  const a = session("A", ws, { live: true, env: { ROUTER_GATE_TTL_MS: "8000" } })
  for (const call of [Bash("touch a.txt"), Bash("touch a.txt; exit 3")]) {
    const { failed } = await a.does(call)
    assert.equal(failed, call.input.command.endsWith("exit 3"))
    await deniedUntilAllowed(a, () => b.does(Write(join(ws, "b.txt"), "from B\n")))
    deniedBy(b, await a.does(Write(join(ws, "a-2.txt"), "from A\n")))
    missing(join(ws, "a-2.txt"))
    await b.stops()
    b.asked()
  }
  allowed(await a.does(Write(join(ws, "a-2.txt"), "from A\n")))

  // A call that was let in cannot be taken back. Afterwards its user hears who has the workspace.
  await a.begins(BashUntil(go, "late.txt"))
  await deniedUntilAllowed(a, () => b.does(Write(join(ws, "b-2.txt"), "from B\n")))
  assert.deepEqual(lostTo(a), [])
  writeFileSync(go, "")
  const { results } = await a.hears()
  allowed(results.at(-1))
  holds(join(ws, "late.txt"), "late\n")
  assert.deepEqual(lostTo(a), [b.id])
  assert.doesNotMatch(a.added.join("\n"), /the lease on/) // the user hears it, not the model
  deniedBy(b, await a.does(Write(join(ws, "a-3.txt"), "from A\n")))
  await b.stops()
  allowed(await a.does(Write(join(ws, "a-3.txt"), "from A\n")))
}
