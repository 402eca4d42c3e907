// A hook of one's own beside the gate: each does its work, and neither is in the other's way.
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Bash, Write } from "../calls.mjs"
import { allowed, deniedBy, missing } from "../expect.mjs"

export const title = "a second hook refuses git push --force to main, and the gate works beside it"

const plugin = fileURLToPath(new URL("../../../examples/hook-protected-branches", import.meta.url))

export async function tell({ home, gate, workspace, session }) {
  const ws = workspace("shop")
  const origin = join(home.root, "origin.git")
  home.git(ws, "clone", "--quiet", "--bare", ws, origin)
  home.git(ws, "remote", "add", "origin", origin)
  const settings = home.settings()
  gate.install("--plugin", plugin)
  const pushed = () => execFileSync("git", ["-C", origin, "rev-parse", "main"], { encoding: "utf8" })
  const before = pushed()

  const a = session("A", ws)
  allowed(await a.does(Write(join(ws, "a.txt"), "from A\n")))
  const author = "-c user.name=a -c user.email=a@example.invalid"
  allowed(await a.does(Bash(`git add a.txt && git ${author} commit --quiet --amend --message=rewritten`)))
  for (const push of ["git push --force origin main", "git push -f", "git push origin +HEAD:main :main"]) {
    const refused = await a.does(Bash(push))
    assert.equal(refused.failed, true, `expected ${push} to be refused, got: ${refused.text}`)
    assert.match(refused.text, /main was not (pushed by force|deleted): protected branches are not/)
  }
  assert.equal(pushed(), before)

  // What it has nothing against goes through, and the lease that A took is A's as ever.
  allowed(await a.does(Bash("git push --force origin main:feature")))
  const b = session("B", ws)
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  missing(join(ws, "b.txt"))
  await a.ends()
  allowed(await b.does(Write(join(ws, "b.txt"), "from B\n")))
  await b.ends()

  gate.uninstall()
  assert.equal(home.settings(), settings)
}
