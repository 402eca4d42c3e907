// Two sessions whose first changing calls arrive at the same moment.
import assert from "node:assert/strict"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { Write } from "../calls.mjs"
import { allowed, deniedBy } from "../expect.mjs"

export const title = "A and B write at the same moment: exactly one of them does, ten times over"

export async function tell({ gate, workspace, session }) {
  const ws = workspace("shop")
  gate.install()

  const pair = [session("A", ws, { live: true }), session("B", ws, { live: true })]
  await Promise.all(pair.map((one) => one.hears()))
  for (let round = 0; round < 10; round++) {
    const file = (one) => join(ws, `${one.name}-${round}.txt`)
    const results = await Promise.all(pair.map((one) => one.does(Write(file(one), "mine\n"))))
    const winner = results.findIndex((result) => !result.failed)
    const loser = 1 - winner
    allowed(results[winner])
    deniedBy(pair[winner], results[loser])
    assert.deepEqual([existsSync(file(pair[winner])), existsSync(file(pair[loser]))], [true, false])
    for (const one of pair) {
      await one.stops()
      one.asked()
    }
  }
}
