import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { LockStore } from "../src/store.ts"
import { memoryStore } from "../src/stores/memory.ts"
import { lawful, testInterleavings } from "../src/testing/interleavings.ts"
import { serverStore } from "./server-store.ts"

/** Schedules for each number of sessions. */
const SCHEDULES = Number(process.env.LOCK_CORE_SCHEDULES ?? 20_000)

const inMemory = () => {
  const store = memoryStore()
  return () => store
}
const onServer = (elapsedMs: () => number) => {
  const store = serverStore(elapsedMs)
  return () => store
}

testInterleavings("one host", inMemory, SCHEDULES)
testInterleavings("a host each, clocks off, a store with its own", onServer, SCHEDULES / 10, { hosts: true })

describe("the same law is broken at once", () => {
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
  const naive = () => {
    const store = naiveStore()
    return () => store
  }

  test.each([2, 3, 5])(
    "over a store whose changes are not conditional, with %i sessions",
    async (sessions) => {
      const { failed, numRuns } = await fc.check(lawful(sessions, naive), {
        numRuns: 1_000,
        endOnFailure: true,
      })
      expect(failed).toBe(true)
      expect(numRuns).toBeLessThanOrEqual(200)
    },
  )

  test.each([2, 3, 5])(
    "over clocks that are off, without one of the store's own, with %i sessions",
    async (sessions) => {
      const property = lawful(sessions, inMemory, { hosts: true })
      const { failed, numRuns } = await fc.check(property, { numRuns: 1_000, endOnFailure: true })
      expect(failed).toBe(true)
      expect(numRuns).toBeLessThanOrEqual(200)
    },
  )
})
