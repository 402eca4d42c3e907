import { nowNs, sleep } from "../../../lock-core/proof/lib/time.mjs"
import { callHook } from "./call.mjs"
import { setTerms, startClient } from "./client.mjs"

/** What the launcher wants to be left of short leases, in the place of minutes. */
export const SHORT_TERMS = { beforeMs: 400, afterMs: 700 }

/** One seat at a workspace: a client that plays turns, and another one after it when it was killed. */
export async function playSeat({ place, workspace, until, random, short, rates }, write) {
  let client = startClient(workspace, write)
  const hook = (event, tool) => {
    const disturb = (running) => disturbed(running, { random, rates })
    return callHook({ place, client, event, tool, disturb }, write)
  }
  while (nowNs() < until) {
    const { dies } = client
    if (random.chance(rates.death)) setTimeout(dies, random.between(0, random.chance(0.5) ? 300 : 3000))
    const wasAllowed = await playTurn({ place, client, hook, random, short, until })
    await sleep(wasAllowed ? random.between(0, 120) : random.between(300, 1200))
    if (client.isDying) client = startClient(workspace, write)
  }
  await client.dies()
}

/** Some calls after each other, up to three at once, and a Stop, which some calls are still under way at. */
async function playTurn({ place, client, hook, random, short, until }) {
  const underWay = []
  let wasAllowed = true
  const goesOn = () => wasAllowed && !client.isDying && nowNs() < until
  for (let left = 4 + random.below(16); left > 0 && goesOn(); left--) {
    const calls = Array.from({ length: 1 + random.below(3) }, () => playCall(hook, client, random, short))
    underWay.push(...calls)
    if (left > 1 || random.chance(0.5)) {
      const [first] = await Promise.all(calls)
      wasAllowed = first
      if (short) setTerms(place, client, SHORT_TERMS)
    }
    // Longer than its lease: somebody else may come.
    if (short && random.chance(0.12)) await sleep(short.ttlMs * random.between(0.5, 1.5))
  }
  // Now and then a turn is broken off, and nobody hears of its end.
  if (!client.isDying && !random.chance(0.04)) await hook("Stop")
  await Promise.all(underWay)
  return wasAllowed
}

async function playCall(hook, client, random, short) {
  const isCommand = !short && random.chance(0.3) // a command's lease is never short
  const command = random.chance(0.5) ? "make all" : 'cd src && git commit -m "what\nand why" *.ts'
  const tool = isCommand ? { name: "Bash", command } : { name: "Write", file: "src/a.ts" }
  const { isAllowed } = await hook("PreToolUse", tool)
  if (!isAllowed) return false
  await sleep(random.between(0, 15))
  if (!client.isDying) await hook("PostToolUse", tool)
  return true
}

/** Kills the process, or stops it for a while, at some moment of its life: early is in sh, late is in Node. */
function disturbed({ child, kill }, { random, rates }) {
  const early = () => random.between(0, random.chance(0.6) ? 12 : 150)
  if (random.chance(rates.kill)) setTimeout(kill, early())
  else if (random.chance(rates.stall)) {
    setTimeout(() => {
      child.kill("SIGSTOP")
      setTimeout(() => child.kill("SIGCONT"), random.between(5, 120))
    }, early())
  }
}
