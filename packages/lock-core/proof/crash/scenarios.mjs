import fs from "node:fs"
import { KEY, TTL_MS } from "./world.mjs"

/**
 * What can be going on when the fault strikes. `prepare` runs without faults and returns what the victim needs;
 * `run(victim, prepared)` is the operation under fault. `had` in what is prepared: the lease that the victim holds
 * beforehand and goes on believing in if a renewal fails. `binding`: the lease of somebody else who is alive.
 */
export const scenarios = [
  { name: "first acquire", prepare: async () => ({}), run: acquire },
  {
    name: "first acquire, over an empty directory",
    prepare: async (world) => {
      fs.mkdirSync(`${world.dir}/session-lock-${KEY}.d`, { recursive: true, mode: 0o700 })
      return {}
    },
    run: acquire,
  },
  { name: "first acquire, beaten to it", prepare: async () => ({}), run: acquire, beaten: true },
  { name: "renewal by acquire", prepare: holding, run: acquire },
  { name: "renewal with its record due", prepare: holdingForLong, run: acquire },
  { name: "refresh", prepare: holding, run: (victim, { had }) => victim.refresh(had.token) },
  {
    name: "refresh into a call of unknown length",
    prepare: holding,
    run: (victim, { had }) => victim.refresh(had.token, { unboundedCall: "begins" }),
  },
  { name: "release", prepare: holding, run: (victim, { had }) => victim.release(had.token), isRelease: true },
  { name: "takeover of an expired lease", prepare: expired, run: acquire },
  { name: "takeover of an expired lease, beaten to it", prepare: expired, run: acquire, beaten: true },
  { name: "takeover of a dead holder's lease", prepare: deadHolder, run: acquire },
  {
    name: "takeover of a dead holder's lease, beaten to it",
    prepare: deadHolder,
    run: acquire,
    beaten: true,
  },
  { name: "acquire after a release", prepare: released, run: acquire },
  { name: "acquire after a release, beaten to it", prepare: released, run: acquire, beaten: true },
  { name: "refused acquire", prepare: bound, run: acquire },
  {
    name: "acquire over another's stale record",
    prepare: (w) => record(w, "other", 1),
    run: acquire,
    ours: true,
  },
  {
    name: "acquire over another's fresh record",
    prepare: (w) => record(w, "other", 1e6),
    run: acquire,
    ours: true,
  },
  {
    name: "acquire over one's own record",
    prepare: (w) => record(w, "victim", 1e6),
    run: acquire,
    ours: true,
  },
  {
    name: "release over one's own record",
    prepare: (w) => record(w, "victim", 1e6),
    run: (victim) => victim.release(),
    isRelease: true,
    ours: true,
  },
]

function acquire(victim) {
  return victim.acquire()
}

/** A lease that still binds, when its record has grown so old that the next renewal writes it again. */
async function holdingForLong(world, victim) {
  const had = await victim.acquire({ ttlMs: 5 * TTL_MS })
  world.pass(61_000)
  return { had, tokens: [had.token] }
}

async function holding(_world, victim) {
  const had = await victim.acquire()
  return { had, tokens: [had.token] }
}

async function expired(world) {
  const { token } = await world.party("previous").acquire()
  world.pass(TTL_MS + 2)
  return { tokens: [token] }
}

async function deadHolder(world) {
  const previous = world.party("previous")
  const { token } = await previous.acquire()
  world.bury(previous)
  return { tokens: [token], isFreeAtOnce: true }
}

async function released(world) {
  const previous = world.party("previous")
  const { token } = await previous.acquire()
  await previous.release(token)
  return { tokens: [token] }
}

async function bound(world) {
  const binding = await world.party("previous").acquire()
  return { tokens: [binding.token], binding }
}

/** Nothing but a record in the fixed five fields, as an older writer leaves it. */
async function record(world, session, agoMs) {
  fs.mkdirSync(world.dir, { recursive: true, mode: 0o700 })
  const isFresh = agoMs === 1e6
  const acquiredAt = isFresh ? world.wallMs - 1000 : world.wallMs - 2 * TTL_MS
  const text = { schema_version: 1, session_id: session, pid: 0, acquired_at: acquiredAt, ttl_ms: TTL_MS }
  fs.writeFileSync(`${world.dir}/session-lock-${KEY}.json`, JSON.stringify(text))
  const deadlineMs = world.monoMs + TTL_MS - 1000
  const isOthers = session !== "victim"
  return {
    isRecordOnly: true,
    ...(isFresh && isOthers && { binding: { deadlineMs, token: 0 } }),
    ...(isFresh && !isOthers && { had: { deadlineMs, token: undefined } }),
  }
}
