// Sessions in different repositories have nothing to do with each other.
import { join } from "node:path"
import { Bash, Write } from "../calls.mjs"
import { allowed, deniedBy, silent } from "../expect.mjs"

export const title = "A and B in two repositories never hear of each other"

export async function tell({ gate, workspace, session }) {
  const shop = workspace("shop")
  const depot = workspace("depot")
  gate.install()

  const a = session("A", shop)
  const b = session("B", depot)
  allowed(await a.does(Write(join(shop, "a.txt"), "from A\n")))
  allowed(await b.does(Write(join(depot, "b.txt"), "from B\n")))
  allowed(await a.does(Bash("echo more >> a.txt")))
  allowed(await b.does(Bash("echo more >> b.txt")))
  silent(a)
  silent(b)

  // Both were held all the while: a third session is refused in either, in the right name.
  const c = session("C", shop)
  deniedBy(a, await c.does(Write(join(shop, "c.txt"), "from C\n")))
  const d = session("D", depot)
  deniedBy(b, await d.does(Write(join(depot, "d.txt"), "from D\n")))
}
