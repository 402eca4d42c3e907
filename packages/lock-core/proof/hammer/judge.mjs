import { overlaps } from "../lib/overlaps.mjs"

/** A kill is announced before it is done; what the killed did in between still counts as done. */
const KILL_SLACK_NS = 200e6

/**
 * Judges one lock by its journal. A grant is *valid* from the moment it was returned until the earliest of: the
 * deadline it was given, the beginning of a release that may have ended it, the announcement of its party's death.
 * Grants returned after that are void: nobody could act on them. Two valid intervals of different parties that overlap
 * are a double grant; a token lower than one granted before, or given to two parties, has gone back.
 */
export function judgeLock(name, lock, { kills, helperKills }) {
  const grants = withRenewals(lock.grants)
  const intervals = validIntervals(grants, lock.releases, kills, helperKills)
  const real = intervals.filter(({ from, until }) => from < until)
  const because = (kind) => grants.filter((grant) => grant.kind === kind).length
  return {
    lock: name,
    grants: grants.filter(({ isRenewal }) => !isRenewal).length,
    renewals: grants.filter(({ isRenewal }) => isRenewal).length,
    takeoversFromDead: because("dead"),
    takeoversFromExpired: because("expired"),
    void: intervals.length - real.length,
    refused: lock.refused,
    freed: lock.freed,
    errors: lock.errors,
    warnings: lock.warnings,
    doubleGrants: overlaps(real, ({ party }) => party),
    tokensBack: tokensBack(grants),
  }
}

/** Marks the grants that only prolonged what their party had: a new holder gets a new token. */
function withRenewals(grants) {
  const seen = new Set()
  return grants.map((grant) => {
    const id = `${grant.party} ${grant.token}`
    const isRenewal = grant.kind === "refreshed" || (grant.token > 0 && seen.has(id))
    seen.add(id)
    return { ...grant, isRenewal }
  })
}

function validIntervals(grants, releases, kills, helperKills) {
  const byParty = new Map()
  for (const release of releases) {
    const death = kills.get(release.member) ?? helperKills.get(release.member)
    const end = Math.min(release.end, (death ?? Number.POSITIVE_INFINITY) + KILL_SLACK_NS)
    if (!byParty.has(release.party)) byParty.set(release.party, [])
    byParty.get(release.party).push({ ...release, end })
  }
  return grants.map((grant) => {
    let until = Math.min(grant.deadline, kills.get(grant.party) ?? Number.POSITIVE_INFINITY)
    for (const release of byParty.get(grant.party) ?? []) {
      // A release that names a token ends that token's leases; one that names none, whatever its party had by then.
      const isMeant = release.token === null || grant.token === 0 || release.token === grant.token
      if (isMeant && grant.start < release.end) until = Math.min(until, release.start)
    }
    return { ...grant, from: grant.end, until }
  })
}

/** Grants that began after another had been returned, with a lower token, or the same one for another party. */
function tokensBack(grants) {
  const found = []
  const byEnd = [...grants].sort((a, b) => a.end - b.end)
  let next = 0
  let highest = null
  for (const grant of [...grants].sort((a, b) => a.start - b.start)) {
    for (; next < byEnd.length && byEnd[next].end < grant.start; next++) {
      if (!highest || byEnd[next].token > highest.token) highest = byEnd[next]
    }
    if (!highest) continue
    const isShared = grant.token === highest.token && grant.party !== highest.party && grant.token > 0
    if (grant.token < highest.token || isShared) found.push([highest, grant])
  }
  return found
}

/** The longest time, ms, in which nobody was granted the lock anew. */
export function longestGapMs(grants, endNs) {
  const ends = grants.map(({ end }) => end).sort((a, b) => a - b)
  let longest = 0
  for (let at = 0; at < ends.length; at++) longest = Math.max(longest, (ends[at + 1] ?? endNs) - ends[at])
  return longest / 1e6
}
