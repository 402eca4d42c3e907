/**
 * Pairs of intervals of different parties that share any time.
 * @template {{ from: number, until: number }} Interval
 * @param {Interval[]} intervals @param {(one: Interval) => unknown} partyOf
 */
export function overlaps(intervals, partyOf) {
  const found = []
  const latest = [null, null] // of two different parties, the intervals that end last, the very last first
  for (const one of intervals.sort((a, b) => a.from - b.from)) {
    const other = latest.find((before) => before && partyOf(before) !== partyOf(one))
    if (other && other.until > one.from) found.push([other, one])
    const at = latest[0] && partyOf(latest[0]) === partyOf(one) ? 0 : 1
    if (!latest[at] || latest[at].until < one.until) latest[at] = one
    latest.sort((a, b) => (b?.until ?? 0) - (a?.until ?? 0))
  }
  return found
}
