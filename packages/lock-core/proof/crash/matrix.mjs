import { adapter as excl } from "../hammer/adapters/excl.mjs"
import { aftermath } from "./aftermath.mjs"
import { faultsAt } from "./faulty-fs.mjs"
import { scenarios } from "./scenarios.mjs"
import { KEY, makeWorld, TTL_MS } from "./world.mjs"

/** Every fault at every file-system call of every scenario, deaths simulated. */
export async function faultMatrix(core, { platform, control = false }) {
  const tally = { points: 0, kills: 0, errors: 0, calls: 0, violations: [] }
  const options = { platform, ...(control && { adapter: exclApi }) }
  for (const scenario of scenarios) {
    if (control && scenario.ours) continue
    for (const beatenAt of scenario.beaten ? await callNumbers(core, scenario, options) : [null]) {
      const dry = await play(core, scenario, options, null, beatenAt)
      note(tally, scenario, null, beatenAt, dry.wrong)
      tally.calls += dry.calls.length
      for (const [at, name] of dry.calls.entries()) {
        for (const fault of faultsAt(at, name)) {
          const { wrong } = await play(core, scenario, options, fault, beatenAt)
          note(tally, scenario, { ...fault, name }, beatenAt, wrong)
        }
      }
    }
  }
  return tally
}

async function callNumbers(core, scenario, options) {
  return (await play(core, scenario, options, null, null)).calls.keys()
}

function note(tally, scenario, fault, beatenAt, wrong) {
  tally.points++
  if (fault?.kind.startsWith("kill")) tally.kills++
  else if (fault) tally.errors++
  const where = fault ? `${fault.kind} ${fault.code ?? ""} at call ${fault.at} (${fault.name})` : "no fault"
  const rival = beatenAt === null ? "" : `, a rival before call ${beatenAt}`
  for (const what of wrong) tally.violations.push(`${scenario.name}, ${where}${rival}: ${what}`)
}

async function play(core, scenario, options, fault, beatenAt) {
  const world = makeWorld(core, options)
  try {
    const victim = world.party("victim")
    const prepared = await scenario.prepare(world, victim)
    const rival = beatenAt === null ? null : world.party("beater")
    let beater = null
    victim.arm(fault, (at) => {
      // While the victim is inside the exclusive open, a rival would only wait for it.
      if (rival && at === beatenAt && world.held.size === 0) beater = rival.acquireNow()
    })
    const outcome = await outcomeOf(() => scenario.run(victim, prepared), victim)
    const calls = victim.calls()
    if (outcome.killed) world.bury(victim)
    const isOurs = options.adapter === undefined
    const wrong = await aftermath(world, {
      scenario,
      prepared,
      outcome,
      victim,
      beater: await beater,
      isOurs,
    })
    return { calls, wrong }
  } finally {
    world.remove()
  }
}

/** A dead process has no outcome, whatever its code would have made of it. */
async function outcomeOf(operation, victim) {
  try {
    const value = await operation()
    return victim.isDead() ? { killed: true } : { value }
  } catch (error) {
    if (victim.isDead()) return { killed: true }
    if (error.name === "LockStoreError" || error.code) return { error }
    throw error
  }
}

/** Control: the exclusively created file, in the same world. */
function exclApi(world, { name, fs }) {
  let settled = null
  const made = excl({
    dir: world.dir,
    fs,
    party: name,
    ttlMs: TTL_MS,
    nowMs: () => world.monoMs,
    wallMs: () => world.wallMs,
  })
  made.then((api) => {
    settled = api
  })
  return {
    acquireNow: () => settled.acquire(KEY),
    acquire: async () => (await made).acquire(KEY),
    refresh: async () => (await made).refresh(KEY),
    release: async () => (await made).release(KEY),
  }
}
