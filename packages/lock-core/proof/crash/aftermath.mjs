import { readdirSync, readFileSync } from "node:fs"
import { KEY } from "./world.mjs"

/** Past the cap of calls of unknown length, too. */
const LONGER_THAN_ANY_LEASE_MS = 3 * 60 * 60 * 1000

/** What the victim of a fault goes on believing: until when, and under which token. */
export function beliefOf(outcome, { had }, scenario) {
  if (outcome.killed) return null
  if (scenario.isRelease) return null // whatever was answered, it has let go
  if (outcome.error) return had ?? null
  return outcome.value
}

/**
 * Two other processes come after the fault, which is gone. Exactly one of them must get in, at once or when every lease
 * has ended; never beside somebody who believes to hold the lock. Returns what was wrong.
 */
export async function aftermath(world, { scenario, prepared, outcome, victim, beater, isOurs }) {
  const wrong = []
  const believers = [
    ["the victim", beliefOf(outcome, prepared, scenario)],
    ["the earlier holder", prepared.binding ?? null],
    ["the one who came in between", beater],
  ].filter(([, lease]) => lease)
  const check = (when) => {
    const now = believers.filter(([, { deadlineMs }]) => deadlineMs > world.monoMs).map(([name]) => name)
    if (now.length > 1) wrong.push(`double grant ${when}: ${now.join(" and ")}`)
  }
  check("before any rival came")

  const rivals = [world.party("rival1"), world.party("rival2")]
  const winners = []
  const contend = async (when) => {
    for (const rival of rivals) {
      const lease = await attempt(() => rival.acquire(), `${rival.name} ${when}`, wrong)
      if (!lease) continue
      winners.push({ rival, lease })
      believers.push([rival.name, lease])
    }
    check(when)
  }
  await contend("at once")
  const atOnce = winners.length
  if (atOnce === 0) {
    world.pass(LONGER_THAN_ANY_LEASE_MS)
    await contend("when every lease had ended")
  }
  if (winners.length !== 1) return [...wrong, `${winners.length} rivals got in`]
  if (!isOurs) return wrong

  const isBound = prepared.binding || beater || (prepared.had && prepared.isRecordOnly)
  if (outcome.killed && !isBound && atOnce === 0) wrong.push("the dead were waited for")
  const [{ rival, lease }] = winners
  const known = [...(prepared.tokens ?? []), outcome.value?.token, beater?.token].filter(
    (token) => token !== undefined,
  )
  if (known.some((token) => lease.token <= token)) wrong.push("the token went back")
  wrong.push(...inspect(world, lease))
  if (!outcome.killed) wrong.push(...(await lateVictim(victim, outcome.value?.token ?? prepared.had?.token)))
  wrong.push(...(await handOver(rivals, rival, lease)))
  return wrong
}

async function attempt(act, who, wrong) {
  try {
    return await act()
  } catch (error) {
    wrong.push(`${who} threw ${error.code ?? error}`)
    return null
  }
}

/** The directory holds one state, and the record beside it is whole and the winner's. */
function inspect(world, lease) {
  const wrong = []
  const states = readdirSync(`${world.dir}/session-lock-${KEY}.d`)
  if (states.length !== 1) wrong.push(`${states.length} states in the directory`)
  else if (world.core.parseLeaseName(states[0])?.record?.token !== lease.token) wrong.push("another's state")
  const record = JSON.parse(readFileSync(`${world.dir}/session-lock-${KEY}.json`, "utf8"))
  if (record.token !== lease.token) wrong.push("the record beside the lock is another's")
  return wrong
}

/** Somebody else has the lock by now: nothing that the victim still does may have an effect. */
async function lateVictim(victim, token) {
  victim.arm()
  const wrong = []
  if (await attempt(() => victim.refresh(token), "the victim's late refresh", wrong))
    wrong.push("late refresh took effect")
  if (await attempt(() => victim.release(token), "the victim's late release", wrong))
    wrong.push("late release took effect")
  if (await attempt(() => victim.acquire(), "the victim's late acquire", wrong))
    wrong.push("the victim got in beside")
  return wrong
}

async function handOver(rivals, winner, lease) {
  const wrong = []
  const other = rivals.find((rival) => rival !== winner)
  if (await attempt(() => other.acquire(), other.name, wrong))
    wrong.push("the loser got in beside the winner")
  if (!(await attempt(() => winner.release(lease.token), winner.name, wrong)))
    wrong.push("the winner could not release")
  const next = await attempt(() => other.acquire(), other.name, wrong)
  if (!next || next.token <= lease.token) wrong.push("the lock could not be handed on under a higher token")
  return wrong
}
