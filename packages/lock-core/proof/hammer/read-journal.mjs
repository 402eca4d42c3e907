import { createReadStream } from "node:fs"
import { createInterface } from "node:readline"

/** Sorts a journal's lines by lock. What belongs to no lock (kills) is kept once. */
export async function readJournal(path) {
  const journal = { locks: new Map(), kills: new Map(), helperKills: new Map() }
  Object.assign(journal, { inside: 0, outside: 0, agents: 0, unreadable: 0 })
  const lockOf = (name) => {
    let lock = journal.locks.get(name)
    if (!lock) {
      lock = { grants: [], releases: [], refused: 0, freed: 0, errors: [], warnings: [] }
      journal.locks.set(name, lock)
    }
    return lock
  }
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const [kind, ...fields] = line.split(" ")
    if (kind === "G" && fields.length === 7) lockOf(fields[0]).grants.push(grantOf(fields))
    else if (kind === "r") lockOf(fields[0]).releases.push(releaseOf(fields))
    else if (kind === "R") endRelease(lockOf(fields[0]), fields)
    else if (kind === "B") lockOf(fields[0]).refused += Number(fields[2])
    else if (kind === "X") lockOf(fields[0]).errors.push(fields.slice(2).join(" "))
    else if (kind === "W") lockOf(fields[0]).warnings.push(fields[2])
    else if (kind === "K" || kind === "k") noteKill(journal, kind, fields)
    else journal.unreadable++
  }
  return journal
}

function grantOf([, party, token, start, end, deadline, kind]) {
  return {
    party,
    token: Number(token),
    start: Number(start),
    end: Number(end),
    deadline: Number(deadline),
    kind,
  }
}

/** Until its second line is read, a release may have ended at any time, or be stuck in the middle for ever. */
function releaseOf([, party, member, token, start]) {
  const end = Number.POSITIVE_INFINITY
  return { party, member, token: token === "-" ? null : Number(token), start: Number(start), end }
}

function endRelease(lock, [, , member, , start, end, freed]) {
  const at = lock.releases.findLastIndex((one) => one.member === member && one.start === Number(start))
  if (at < 0) return
  if (freed === "1") {
    lock.freed++
    lock.releases[at].end = Number(end)
  } else lock.releases.splice(at, 1) // it freed nothing, so it ended nobody's lease
}

function noteKill(journal, kind, [who, time, cause]) {
  if (cause === "agent") journal.agents++
  else journal[cause]++
  const times = kind === "K" ? journal.kills : journal.helperKills
  times.set(who, Math.min(Number(time), times.get(who) ?? Number.POSITIVE_INFINITY))
}
