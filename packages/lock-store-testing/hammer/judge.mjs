/**
 * Judges a journal. A grant is valid from its return until the first of: its end by the holder's own monotonic clock,
 * the beginning of a release under its token, the announcement of its host's death. Valid grants of two hosts that
 * overlap at all are a double grant. A grant that began after another had been returned must not have a lower token, and
 * no two hosts ever have the same.
 */
export function judge(entries, kills) {
  const byKey = Map.groupBy ? Map.groupBy(entries, ({ key }) => key) : grouped(entries)
  const total = {
    grants: 0,
    renewals: 0,
    takeovers: 0,
    refused: 0,
    void: 0,
    errors: {},
    doubleGrants: [],
    tokensBack: [],
  }
  for (const [key, ofKey] of byKey) {
    const grants = ofKey.filter(({ what }) => what === "grant")
    const releases = ofKey.filter(({ what }) => what === "release")
    for (const grant of grants)
      grant.until = Math.min(grant.until, endOf(grant, releases), kills.get(grant.host) ?? Infinity)
    total.grants += grants.filter(({ isNew }) => isNew).length
    total.renewals += grants.filter(({ isNew }) => !isNew).length
    total.takeovers += grants.filter(({ takenOver }) => takenOver).length
    total.void += grants.filter(({ end, until }) => end >= until).length
    total.refused += ofKey.filter(({ what }) => what === "refused").length
    for (const { code } of ofKey.filter(({ what }) => what === "error"))
      total.errors[code] = (total.errors[code] ?? 0) + 1
    total.doubleGrants.push(
      ...overlaps(grants.filter(({ end, until }) => end < until)).map((pair) => ({ key, pair })),
    )
    total.tokensBack.push(...backwards(grants).map((pair) => ({ key, pair })))
  }
  return total
}

function grouped(entries) {
  const groups = new Map()
  for (const entry of entries) groups.set(entry.key, [...(groups.get(entry.key) ?? []), entry])
  return groups
}

function endOf(grant, releases) {
  const own = releases.filter(
    ({ host, token, start }) => host === grant.host && token === grant.token && start >= grant.start,
  )
  return Math.min(Infinity, ...own.map(({ start }) => start))
}

/** Pairs of valid intervals of two hosts that share any time. */
function overlaps(grants) {
  const found = []
  const open = new Map() // of each host, its interval that ends last
  for (const grant of grants.sort((a, b) => a.end - b.end)) {
    for (const [host, before] of open) {
      if (before.until <= grant.end) open.delete(host)
      else if (host !== grant.host) found.push([before, grant])
    }
    const mine = open.get(grant.host)
    if (!mine || mine.until < grant.until) open.set(grant.host, grant)
  }
  return found
}

function backwards(grants) {
  const found = []
  const holders = new Map()
  const returned = [...grants].sort((a, b) => a.end - b.end)
  let next = 0
  let highest = null
  for (const grant of [...grants].sort((a, b) => a.start - b.start)) {
    const holder = holders.get(grant.token) ?? grant
    if (holder.host !== grant.host) found.push([holder, grant])
    holders.set(grant.token, holder)
    for (; next < returned.length && returned[next].end < grant.start; next++)
      if (!highest || returned[next].token > highest.token) highest = returned[next]
    if (highest && grant.token < highest.token) found.push([highest, grant])
  }
  return found
}
