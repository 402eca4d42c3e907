// What a session does most, it does without Node: the launcher renews its lease by one rename. The client notices none of
// it, also where the launcher has its answer before the client has handed over the whole event.
import assert from "node:assert/strict"
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { Bash, Edit, Write } from "../calls.mjs"
import { allowed, deniedBy, holds, silent } from "../expect.mjs"

export const title =
  "the launcher answers a working session's calls, small and very large; others are still denied"

export async function tell({ home, gate, workspace, session }, { client }) {
  const ws = workspace("shop")
  gate.install()
  // Since 2.1.214 the client says its pid in the environment; without it, and off Linux, Node answers everything.
  const isHot = process.platform === "linux" && client !== "2.1.197"

  const a = session("A", ws, { live: true })
  const file = join(ws, "a.txt")
  allowed(await a.does(Write(file, "one\n")))
  const first = stateOf(home)
  allowed(await a.does(Edit(file, "one", "two")))
  allowed(await a.does(Bash("echo three >> a.txt")))
  const third = stateOf(home)
  if (isHot) {
    assert.deepEqual(third, { ...first, generation: first.generation + 2, nonce: third.nonce })
    assert.match(third.nonce, /^\d+$/) // the launcher's own pid
  }

  // About as much as a model can say in one message; and what the launcher is told afterwards, and does not read, is more.
  const large = `begin\n${"0123456789abcde\n".repeat(8 * 1024)}`
  allowed(await a.does(Write(file, large)))
  holds(file, large)
  allowed(await a.does(Write(file, `${large}end\n`))) // afterwards it is told what was there before, too
  silent(a)

  const b = session("B", ws)
  deniedBy(a, await b.does(Write(join(ws, "c.txt"), "b\n")))
  await a.stops()
  allowed(await b.does(Write(join(ws, "c.txt"), "b\n")))
}

function stateOf(home) {
  const runtime = join(home.dir, ".claude", "runtime")
  assert.ok(existsSync(runtime), "no lease was taken")
  const [lock] = readdirSync(runtime).filter((name) => name.endsWith(".d"))
  const [name] = readdirSync(join(runtime, lock))
  const fields = name.split(".")
  return { generation: Number(fields[1]), rest: fields.slice(2, -1), nonce: fields.at(-1) }
}
