import { mkdirSync, readdirSync } from "node:fs"
import { randomFrom } from "../../../lock-core/proof/lib/random.mjs"
import { nowNs, sleep } from "../../../lock-core/proof/lib/time.mjs"
import { callHook } from "./call.mjs"
import { startClient } from "./client.mjs"
import { openJournal } from "./journal.mjs"
import { playSeat, SHORT_TERMS } from "./play.mjs"
import { stage } from "./stage.mjs"
import { newLock, watchStates } from "./watch-states.mjs"

/** Leases as short as the busy machine allows: a process under load takes a while. */
const SHORT_TTL_MS = 1500
const DEFAULT_TTL_MS = 300_000

/** Plays for a while at some workspaces, several clients at each, and leaves a journal. */
export async function playRound({ root, seconds, seed, isShort, change, ...options }) {
  mkdirSync(root)
  const ttlMs = isShort ? SHORT_TTL_MS : undefined
  const place = await stage({ root, workspaces: options.workspaces, ttlMs, change })
  const write = openJournal(place.journal)
  const locks = await firstLeases(place, write)
  const unwatch = watchStates(locks, write)
  const until = nowNs() + seconds * 1e9
  const short = isShort ? { ttlMs } : null
  const rates = { kill: options.killRate, stall: options.stallRate, death: options.deathRate }
  const seats = place.workspaces.flatMap((workspace, at) =>
    Array.from({ length: options.seats }, (_, seat) =>
      playSeat(
        { place, workspace, until, short, rates, random: randomFrom(seed + at * 101 + seat * 7) },
        write,
      ),
    ),
  )
  await Promise.all(seats)
  await sleep(300) // the kernel's last words about the names
  unwatch()
  const leftNames = [...locks.keys()].map((dir) => readdirSync(dir))
  const terms = { ttlMs: ttlMs ?? DEFAULT_TTL_MS, beforeMs: isShort ? SHORT_TERMS.beforeMs : 180_000 }
  return { place, terms, leftNames }
}

/** Every workspace's lock, taken and given back once, so that its directory can be watched from the beginning. */
async function firstLeases(place, write) {
  const locks = new Map()
  for (const workspace of place.workspaces) {
    const client = startClient(workspace, write)
    const answer = await callHook(
      { place, client, event: "PreToolUse", tool: { name: "Write", file: "a" } },
      write,
    )
    if (!answer.isAllowed) throw new Error(`a lone session was not let in: ${JSON.stringify(answer)}`)
    locks.set(newLock(place.locks, locks), workspace)
    await callHook({ place, client, event: "Stop" }, write)
    await client.dies()
  }
  return locks
}
