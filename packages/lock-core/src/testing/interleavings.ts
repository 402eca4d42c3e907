import fc from "fast-check"
import { describe, test } from "vitest"
import type { ProcessIdentity } from "../liveness.ts"
import type { Claim } from "../plan.ts"
import { acquire, refresh, release } from "../protocol.ts"
import type { LockIo, LockStore } from "../store.ts"
import { lawOf } from "./law.ts"
import { type Machine, simulateMachine } from "./machine.ts"
import { type Scene, type Script, sceneOf } from "./scene.ts"

const KEY = "0123456789ab"

/** Opens the one store of a scene for a hook process; `step` is awaited wherever others may come in between. */
export type OpenStore = (step: () => Promise<void>) => LockStore

/** The store to be tried, empty. `elapsedMs` is the time by which it judges leases, if it does that itself. */
export type MakeShared = (elapsedMs: () => number) => OpenStore | Promise<OpenStore>

export interface Setting {
  /** The length of a lease. Default 10. */
  readonly ttlMs?: number
  /** Every session on a host of its own, with a wall clock that may be 10 minutes off. Default: all on one. */
  readonly hosts?: boolean
}

class Killed extends Error {}

/** Plays a scene: the real acquire, refresh and release, with a break in which anything may happen around every step. */
async function play(s: fc.Scheduler, scene: Scene, makeShared: MakeShared, setting: Setting): Promise<void> {
  const { ttlMs = 10, hosts = false } = setting
  const one = simulateMachine()
  const machines: Machine[] = scene.sessions.map((_, session) =>
    hosts ? simulateMachine(`h${session}b`) : one,
  )
  if (hosts)
    for (const [session, machine] of machines.entries()) machine.setWallClock(scene.clocksOffMs[session] ?? 0)
  const elapsedMs = () => one.elapsedMs()
  const open = await makeShared(elapsedMs)
  const law = lawOf(elapsedMs)
  const dead = new Set<number>()
  const anything = () => s.schedule(Promise.resolve())

  async function hook(session: number, process: ProcessIdentity, script: Script): Promise<void> {
    const machine = machines[session] as Machine
    let token: number | undefined
    let readAt = 0
    let changes = 0
    const step = async (): Promise<void> => {
      await anything()
      if (dead.has(session)) throw new Killed()
    }
    const store = open(step)
    const io: LockIo = {
      ...machine.io(store),
      now() {
        readAt = elapsedMs()
        return machine.now()
      },
      async readLock(key) {
        await step()
        return store.readLock(key)
      },
      async writeLock(key, next, expected) {
        await step()
        if (!(await store.writeLock(key, next, expected))) return false
        changes++
        law.granted(session, next, readAt)
        return true
      },
      async deleteLock(key, expected) {
        await step()
        if (!(await store.deleteLock(key, expected))) return false
        changes++
        if (!law.holds(session)) throw new Error(`${session} freed another's lease`)
        law.ended(session)
        return true
      },
    }
    const claim: Claim = { sessionId: `session-${session}`, process, ttlMs }
    try {
      for (const verb of script) {
        const before = changes
        if (verb === "acquire" || verb === "acquireLong") {
          const result = await acquire(KEY, verb === "acquire" ? claim : { ...claim, ttlMs: 3 * ttlMs }, io)
          if (result.acquired) token = result.lock.token
          if (result.acquired !== changes > before)
            throw new Error("granted without a change, or changed without a grant")
          if (!result.acquired && result.holder.session_id === claim.sessionId)
            throw new Error("locked itself out")
        } else if (verb === "refresh") {
          const result = await refresh(KEY, claim, io)
          if (result.refreshed !== changes > before)
            throw new Error("a refresh that was refused changed something")
        } else {
          const result = await release(KEY, verb === "release" ? claim : { ...claim, token }, io)
          if (result.released !== changes > before)
            throw new Error("a release that was refused changed something")
        }
      }
    } catch (error) {
      if (!(error instanceof Killed)) throw error
    }
  }

  const hooks = scene.sessions.flatMap((scripts, session) => {
    const process = (machines[session] as Machine).start(100 + session)
    return scripts.map((script) => hook(session, process, script))
  })
  const time = (async () => {
    for (const eightieths of scene.ticks) {
      await anything()
      for (const machine of new Set([one, ...machines])) machine.pass((eightieths / 80) * ttlMs)
    }
  })()
  const death = (async () => {
    if (scene.victim >= scene.sessions.length) return
    await anything()
    dead.add(scene.victim)
    machines[scene.victim]?.kill(100 + scene.victim)
    law.ended(scene.victim)
  })()
  await s.waitFor(Promise.all([...hooks, time, death]))
}

/** The property: whatever happens to so many sessions in whatever order, the law is kept. */
export const lawful = (sessions: number, makeShared: MakeShared, setting: Setting = {}) =>
  fc.asyncProperty(fc.scheduler(), sceneOf(sessions), (s, scene) => play(s, scene, makeShared, setting))

/** Puts the steps of 2, 3 and 5 sessions in order at random, so many times each. */
export function testInterleavings(
  name: string,
  makeShared: MakeShared,
  schedules: number,
  setting: Setting = {},
): void {
  describe(`${name}: in ${schedules} schedules nobody is granted what another holds, and no token goes back`, () => {
    test.each([2, 3, 5])("with %i sessions", { timeout: 300_000 }, async (sessions) => {
      await fc.assert(lawful(sessions, makeShared, setting), { numRuns: schedules })
    })
  })
}
