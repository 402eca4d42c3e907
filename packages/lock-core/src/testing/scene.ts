import fc from "fast-check"

/** What one hook process of a session does, one thing after the other. */
export type Script = readonly ("acquire" | "acquireLong" | "refresh" | "release" | "releaseLate")[]

export interface Scene {
  /** One or two scripts for each session: hooks of one session run side by side, too. */
  readonly sessions: readonly (readonly Script[])[]
  /** By how much time moves on, in eightieths of a lease, whenever the scheduler lets it. */
  readonly ticks: readonly number[]
  /** The session whose process is killed, when the scheduler gets to it; none if there is no such session. */
  readonly victim: number
  /** By how much each host's wall clock is off, ms, where every session has a host of its own. */
  readonly clocksOffMs: readonly number[]
}

/** Everything that can happen to so many sessions. */
export const sceneOf = (sessions: number): fc.Arbitrary<Scene> => {
  const step = fc.constantFrom<Script[number]>(
    "acquire",
    "acquire",
    "acquireLong",
    "refresh",
    "release",
    "releaseLate",
  )
  const script = fc.array(step, { minLength: 1, maxLength: 3 })
  return fc.record({
    sessions: fc.array(fc.array(script, { minLength: 1, maxLength: 2 }), {
      minLength: sessions,
      maxLength: sessions,
    }),
    ticks: fc.array(fc.integer({ min: 1, max: 8 * 12 }), { maxLength: 4 }),
    victim: fc.nat({ max: 2 * sessions }),
    clocksOffMs: fc.array(fc.constantFrom(-600_000, 0, 600_000), {
      minLength: sessions,
      maxLength: sessions,
    }),
  })
}
