// The client's own worktrees: a session that moves into one changes another workspace than the one it was started in.
import { join } from "node:path"
import { Bash, EnterWorktree, ExitWorktree, Write } from "../calls.mjs"
import { allowed, deniedBy, holds, silent } from "../expect.mjs"

export const title =
  "A enters a worktree: from its next turn on it holds that, and B can write where A was started"

export async function tell({ home, gate, workspace, session }) {
  const ws = workspace("shop")
  const fix = join(ws, ".claude", "worktrees", "fix")
  home.allow(["Read", "Write", "Edit", "Bash", "EnterWorktree", "ExitWorktree"])
  gate.install()

  // In the turn in which it moves, A has changed both.
  const a = session("A", ws, { live: true })
  allowed(await a.does(Write(join(ws, "a.txt"), "from A\n")))
  allowed(await a.does(EnterWorktree("fix")))
  allowed(await a.does(Bash("echo more > a.txt")))
  holds(join(fix, "a.txt"), "more\n")
  const b = session("B", ws, { live: true })
  deniedBy(a, await b.does(Write(join(ws, "b.txt"), "from B\n")))
  deniedBy(a, await b.does(Write(join(fix, "b.txt"), "from B\n")))

  // A worktree of its own is what the denial advises, and making one takes no lease.
  const c = session("C", ws)
  deniedBy(a, await c.does(Bash("echo c > c.txt")))
  allowed(await c.does(EnterWorktree("own")))
  allowed(await c.does(Bash("echo c > c.txt")))
  holds(join(ws, ".claude", "worktrees", "own", "c.txt"), "c\n")
  await c.ends()
  await a.stops()

  // From then on it changes the worktree alone, which lies inside the workspace that B has.
  a.asked()
  allowed(await a.does(Bash("echo again >> a.txt")))
  allowed(await b.does(Write(join(ws, "b.txt"), "from B\n")))
  deniedBy(a, await b.does(Write(join(fix, "b.txt"), "from B\n")))
  allowed(await a.does(Write(join(fix, "a-2.txt"), "from A\n")))
  silent(a)
  deniedBy(b, await a.does(Bash(`echo late >> ${join(ws, "a.txt")}`)))

  // Back where it was started, its relative paths are B's again.
  allowed(await a.does(ExitWorktree()))
  deniedBy(b, await a.does(Bash("echo late >> a.txt")))
  holds(join(ws, "a.txt"), "from A\n")
  await b.stops()
  allowed(await a.does(Bash("echo late >> a.txt")))
  holds(join(ws, "a.txt"), "from A\nlate\n")
}
