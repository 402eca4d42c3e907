// One host of the hammer: takes, holds, renews, oversleeps, gives back late and abandons locks for ever, with a wall
// clock of its own, and writes down what it was told. Times are of the boot's monotonic clock, which all processes share.
import { appendFileSync } from "node:fs"
import { acquire, refresh, release } from "@router-gate/lock-core"
import { remoteIo } from "@router-gate/lock-core/remote"
import { spoilt } from "./controls.mjs"

const { adapter, place, name, clockOffMs, journal, keys, ttlMs, limitMs, control } = JSON.parse(
  process.argv[2],
)
const { open } = await import(adapter)
const store = spoilt(control, open(place), limitMs)
const claim = {
  sessionId: name,
  ttlMs,
  process: { pid: process.pid, start: "s", bootId: name, pidNamespace: "n" },
}
const nowMs = () => Number(process.hrtime.bigint()) / 1e6
const note = (entry) => appendFileSync(journal, `${JSON.stringify({ host: name, ...entry })}\n`)
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const between = (low, high) => low + Math.random() * (high - low)

function io() {
  const real = remoteIo(store.within(limitMs))
  return { ...real, now: () => ({ ...real.now(), wallMs: Date.now() + clockOffMs, bootId: name }) }
}

/** Asks for the lock, or for more of it. The token, or null when it was refused. */
async function grant(verb, key, token) {
  const start = nowMs()
  const result = await (verb === "acquire"
    ? acquire(key, claim, io())
    : refresh(key, { ...claim, token }, io()))
  if (!result.acquired && !result.refreshed) {
    note({ what: "refused", key })
    return null
  }
  const { lock, takenOver, renewed } = result
  const isNew = verb === "acquire" && !renewed
  // What the holder goes by: its own monotonic clock, read before the lease was asked for.
  note({
    what: "grant",
    key,
    token: lock.token,
    isNew,
    takenOver: takenOver !== undefined,
    start,
    end: nowMs(),
    until: lock.mono_expires_at - 1,
  })
  return lock.token
}

async function giveBack(key, token) {
  note({ what: "release", key, token, start: nowMs() })
  await release(key, { ...claim, token }, io())
}

async function hold(key, token) {
  await sleep(between(0, 6))
  const style = Math.random()
  if (style < 0.9) return giveBack(key, token)
  if (style < 0.96) {
    for (let times = 0; times < 3; times++) {
      if ((await grant("refresh", key, token)) === null) return
      await sleep(between(0, ttlMs / 3))
    }
    return giveBack(key, token)
  }
  await sleep(between(0.8, 1.8) * ttlMs)
  if (style < 0.98) {
    const late = await grant("refresh", key, token)
    if (late !== null) await giveBack(key, late)
  }
}

async function contend(key) {
  for (;;) {
    try {
      const token = await grant("acquire", key)
      if (token !== null) await hold(key, token)
      else await sleep(between(5, 60))
    } catch (error) {
      note({ what: "error", key, code: error.code ?? error.message })
      await sleep(20)
    }
  }
}

process.on("disconnect", () => process.exit())
for (const key of keys) contend(key)
