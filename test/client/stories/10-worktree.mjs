// What counts is the tree that a call changes, not the directory that its session was started in.
import { join } from "node:path"
import { Bash, Write } from "../calls.mjs"
import { allowed, deniedBy, silent } from "../expect.mjs"

export const title = "a linked worktree is a workspace of its own, also when it is written by absolute path"

export async function tell({ home, gate, workspace, session }) {
  const ws = workspace("shop")
  const fix = join(home.root, "shop-fix")
  home.git(ws, "worktree", "add", "--quiet", "-b", "fix", fix)
  gate.install()

  const a = session("A", ws)
  allowed(await a.does(Write(join(ws, "a.txt"), "from A\n")))

  // B sits in A's workspace, and works in the worktree.
  const b = session("B", ws)
  allowed(await b.does(Write(join(fix, "b.txt"), "from B\n")))
  silent(b, { newcomer: true })
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))

  const c = session("C", fix)
  deniedBy(b, await c.does(Write(join(fix, "c.txt"), "from C\n")))
  deniedBy(b, await c.does(Bash("echo c > c.txt")))
  deniedBy(b, await a.does(Write(join(fix, "a.txt"), "from A\n")))
  await b.ends()
  allowed(await c.does(Write(join(fix, "c.txt"), "from C\n")))
}
