import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { ProcessIdentity } from "../src/liveness.ts"
import type { Claim } from "../src/plan.ts"
import { acquire, refresh, release } from "../src/protocol.ts"
import type { LockRecord } from "../src/record.ts"
import type { LockIo, LockStore } from "../src/store.ts"
import { memoryStore } from "../src/stores/memory.ts"
import { type Machine, simulateMachine } from "./machine.ts"

const KEY = "0123456789ab"
const TTL_MS = 10
/** Schedules for each number of sessions. */
const SCHEDULES = Number(process.env.LOCK_CORE_SCHEDULES ?? 20_000)

/** What one hook process of a session does, one thing after the other. */
type Script = readonly ("acquire" | "acquireLong" | "refresh" | "release" | "releaseLate")[]
interface Scene {
  /** One or two scripts for each session: hooks of one session run side by side, too. */
  readonly sessions: readonly (readonly Script[])[]
  /** By how much time moves on, in eighths of a millisecond, whenever the scheduler lets it. */
  readonly ticks: readonly number[]
  /** The session whose process is killed, when the scheduler gets to it; none if there is no such session. */
  readonly victim: number
}

const sceneOf = (sessions: number): fc.Arbitrary<Scene> => {
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
  })
}

/** The law: whose lease runs at any moment, in exact time, and how far tokens have come. */
function judgeOf(machine: Machine) {
  const running = new Map<number, number>()
  let lastToken = 0
  let lastHolder = -1
  return {
    granted(session: number, lease: LockRecord, readAt: number) {
      for (const [rival, until] of running) {
        if (rival !== session && machine.exactMs() < until) {
          throw new Error(
            `${session} was granted what ${rival} holds for ${until - machine.exactMs()} ms more`,
          )
        }
      }
      const token = lease.token ?? 0
      if (token < lastToken) throw new Error(`token ${token} after ${lastToken}`)
      if (token === lastToken && session !== lastHolder) throw new Error(`token ${token} granted twice`)
      lastToken = token
      lastHolder = session
      running.set(session, Math.max(running.get(session) ?? 0, readAt + lease.ttl_ms))
    },
    ended: (session: number) => void running.delete(session),
    holds: (session: number) => lastHolder === session,
  }
}

class Killed extends Error {}

/** Plays a scene: the real acquire, refresh and release, with a break in which anything may happen around every step. */
async function play(s: fc.Scheduler, scene: Scene, store: LockStore): Promise<void> {
  const machine = simulateMachine()
  const law = judgeOf(machine)
  const dead = new Set<number>()
  const anything = () => s.schedule(Promise.resolve())

  async function hook(session: number, process: ProcessIdentity, script: Script): Promise<void> {
    let token: number | undefined
    let readAt = 0
    let changes = 0
    const step = async (): Promise<void> => {
      await anything()
      if (dead.has(session)) throw new Killed()
    }
    const io: LockIo = {
      ...machine.io(store),
      now() {
        readAt = machine.exactMs()
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
    const claim: Claim = { sessionId: `session-${session}`, process, ttlMs: TTL_MS }
    try {
      for (const verb of script) {
        const before = changes
        if (verb === "acquire" || verb === "acquireLong") {
          const result = await acquire(KEY, verb === "acquire" ? claim : { ...claim, ttlMs: 3 * TTL_MS }, io)
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
    const process = machine.start(100 + session)
    return scripts.map((script) => hook(session, process, script))
  })
  const time = (async () => {
    for (const eighths of scene.ticks) {
      await anything()
      machine.pass(eighths / 8)
    }
  })()
  const death = (async () => {
    if (scene.victim >= scene.sessions.length) return
    await anything()
    dead.add(scene.victim)
    machine.kill(100 + scene.victim)
    law.ended(scene.victim)
  })()
  await s.waitFor(Promise.all([...hooks, time, death]))
}

const never = (sessions: number, makeStore: () => LockStore) =>
  fc.asyncProperty(fc.scheduler(), sceneOf(sessions), (s, scene) => play(s, scene, makeStore()))

describe(`in ${SCHEDULES} schedules nobody is granted what another holds, and no token goes back`, () => {
  test.each([2, 3, 5])("with %i sessions", { timeout: 300_000 }, async (sessions) => {
    await fc.assert(never(sessions, memoryStore), { numRuns: SCHEDULES })
  })
})

describe("the same law, over a store whose changes are not conditional, is broken at once", () => {
  /** Read, then write whatever is there by then. */
  const naiveStore = (): LockStore => {
    const store = memoryStore()
    const present = (key: string) => store.readLock(key)?.version ?? null
    return {
      readLock: (key) => store.readLock(key),
      writeLock: (key, next) => store.writeLock(key, next, present(key)),
      deleteLock: (key) => store.deleteLock(key, present(key) as string),
    }
  }
  test.each([2, 3, 5])("with %i sessions", async (sessions) => {
    const { failed, numRuns } = await fc.check(never(sessions, naiveStore), {
      numRuns: 1_000,
      endOnFailure: true,
    })
    expect(failed).toBe(true)
    expect(numRuns).toBeLessThanOrEqual(200)
  })
})
