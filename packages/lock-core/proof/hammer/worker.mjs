// One contender: as many tasks as there are locks, each taking, holding, prolonging and giving back its lock for ever.
import { loadLockCore } from "../lib/lock-core.mjs"
import { randomFrom } from "../lib/random.mjs"
import { nowNs, sleep } from "../lib/time.mjs"
import { chaosFs } from "./chaos-fs.mjs"
import { dieWith, witnessed } from "./contender.mjs"
import { openJournal } from "./journal.mjs"

/** How long a lock that comes and goes is used, ms. Its first moments are contended for by everybody. */
const BRIEF_LIFE_MS = 700

const [, , name, dist] = process.argv
const { adapter } = await import(new URL(`./adapters/${name}.mjs`, import.meta.url).href)
if (name === "ours") await loadLockCore(dist)

// Started ahead and ready; what to play comes when it is needed.
const config = { dist, ...(await nextLine()) }
const { party, ttlMs } = config
const random = randomFrom(config.seed)
const write = openJournal(config.journal)
const die = dieWith(write, config)

for (const [lock, dir] of config.locks) contend(lock, dir)

function nextLine() {
  return new Promise((resolve) => {
    let text = ""
    process.stdin.on("end", () => process.exit()) // the hammer itself is gone
    process.stdin.on("data", (chunk) => {
      text += chunk
      if (text.endsWith("\n")) resolve(JSON.parse(text))
    })
  })
}

async function contend(lock, dir) {
  const warn = (error) => write("W", lock, party, error?.code ?? error?.name)
  const api = await adapter({ ...config, dir, fs: chaosFs({ ...config, random, die }), warn })
  const contender = witnessed(api, { ...config, write })
  let refusals = 0
  for (;;) {
    const key = lock.startsWith("new") ? `${lock}-${Math.floor(nowNs() / (BRIEF_LIFE_MS * 1e6))}` : lock
    try {
      const token = await contender.grant(key, "acquire")
      if (token !== null) {
        if (refusals > 0) write("B", key, party, refusals)
        refusals = 0
        await hold(key, token, contender)
      } else refusals++
    } catch (error) {
      contender.failed(key, error)
    }
    await sleep(random.between(config.pauseMs * 0.2, config.pauseMs * 1.8))
  }
}

/** A tool at work: renewing in time, oversleeping and renewing late, giving back early, late, or never. */
async function hold(key, token, { grant, release }) {
  const named = () => (random.chance(0.7) ? token : undefined)
  const style = random.next()
  await sleep(random.between(0, 12))
  if (style < 0.5) return release(key, named())
  if (style < 0.7) {
    for (let left = random.below(4); left >= 0; left--) {
      if ((await grant(key, random.chance(0.5) ? "refresh" : "acquire", token)) === null) return
      await sleep(random.between(0, ttlMs * 0.6))
    }
    return release(key, named())
  }
  if (style < 0.85) {
    await sleep(random.between(0.9, 2) * ttlMs)
    const late = await grant(key, "refresh", named())
    if (late !== null && random.chance(0.7)) await release(key, late)
  } else if (style < 0.95) {
    await sleep(random.between(0.9, 2) * ttlMs)
    await release(key, named())
  }
}
