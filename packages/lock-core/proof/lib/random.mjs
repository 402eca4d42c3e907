/** A small seeded generator (mulberry32), so that a run's choices can be repeated. */
export function randomFrom(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    /** True with the given probability. */
    chance: (probability) => next() < probability,
    between: (low, high) => low + next() * (high - low),
    below: (limit) => Math.floor(next() * limit),
  }
}
