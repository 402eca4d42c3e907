// Most sessions are alone most of the time, and must not be able to tell that the gate is there.
import assert from "node:assert/strict"
import { join } from "node:path"
import { Bash, Edit, Read, Write } from "../calls.mjs"
import { allowed, holds, silent } from "../expect.mjs"

export const title = "a lone session's 30 mixed calls: no denial, no output, settings untouched"

const ROUNDS = 5

export async function tell({ home, gate, workspace, session }) {
  const ws = workspace("shop")
  gate.install()
  const settings = home.settings()

  const a = session("A", ws)
  const calls = []
  for (let round = 0; round < ROUNDS; round++) {
    const file = join(ws, `file-${round}.txt`)
    calls.push(await a.does(Write(file, "one\n")))
    calls.push(await a.does(Edit(file, "one", "two")))
    calls.push(await a.does(Bash(`echo three >> file-${round}.txt`)))
    // Several calls in one message: the client runs them side by side or one by one, as it likes.
    calls.push(
      ...(await a.doesAll([Read(file), Bash("git status --short"), Bash(`git add file-${round}.txt`)])),
    )
  }
  assert.equal(calls.length, 30)
  for (const result of calls) allowed(result)
  for (let round = 0; round < ROUNDS; round++) holds(join(ws, `file-${round}.txt`), "two\nthree\n")

  const { code } = await a.ends()
  assert.equal(code, 0)
  silent(a)
  assert.equal(home.settings(), settings)
}
