import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { leaseFor } from "../lease.ts"
import type { Claim } from "../plan.ts"
import { acquire, refresh, release } from "../protocol.ts"
import type { LockRecord } from "../record.ts"
import type { AcquireResult } from "../results.ts"
import type { LockIo, LockStore } from "../store.ts"
import { sessionLabel } from "../workspace.ts"
import { type Machine, simulateMachine } from "./machine.ts"

export interface StoreUnderTest {
  readonly store: LockStore
  /** It has a clock of its own, driven by `machine.elapsedMs()`, and says how long a lease has left (`leftMs`). */
  readonly ownClock?: boolean
  /** Undoes what making it did. */
  readonly dispose?: () => unknown
}

/** Makes an empty store. */
export type MakeStore = (machine: Machine) => StoreUnderTest | Promise<StoreUnderTest>

const KEY = "0123456789ab"
const OTHER_KEY = "ba9876543210"
const TTL_MS = 300_000
/** What is allowed between the wall clocks of two boots; a store with its own clock has no need of it. */
const SKEW_MS = 5_000

/** What every store owes to `acquire`, `refresh` and `release`. A new store's first test is a call of this. */
export function testStore(name: string, makeStore: MakeStore): void {
  describe(`${name} as a LockStore`, () => {
    let machine: Machine
    let made: StoreUnderTest
    let store: LockStore
    let io: LockIo
    let alice: Claim
    let bob: Claim

    beforeEach(async () => {
      machine = simulateMachine()
      made = await makeStore(machine)
      store = made.store
      io = machine.io(store)
      alice = { sessionId: "alice", process: machine.start(101) }
      bob = { sessionId: "bob", process: machine.start(102) }
    })
    afterEach(() => made.dispose?.())

    const leaseOf = (claim: Claim, token: number): LockRecord =>
      leaseFor(claim, machine.now(), { token, heldSince: machine.wallMs() })
    const versionOf = async (key = KEY): Promise<string> => (await store.readLock(key))?.version as string
    const holder = async (key = KEY): Promise<string | undefined> =>
      (await store.readLock(key))?.record?.session_id
    const tokenOf = (result: AcquireResult): number => {
      if (!result.acquired) throw new Error(`held by ${result.holder.session_id}`)
      return result.lock.token as number
    }
    /** Everything that a reader can see of a lock. */
    const seen = async (key = KEY) => JSON.stringify(await store.readLock(key))

    describe("reading", () => {
      test("what never was is nobody's", async () => expect(await holder()).toBeUndefined())

      test("what was written is read: whose it is, until when, under which token", async () => {
        const lease = leaseOf({ ...alice, unboundedCall: "begins" }, machine.wallMs())
        expect(await store.writeLock(KEY, lease, null)).toBe(true)
        const read = await store.readLock(KEY)
        const { acquired_at, ttl_ms, held_since, ...decisive } = lease
        expect(read?.record).toMatchObject(decisive)
        expect((read?.record?.acquired_at ?? 0) + (read?.record?.ttl_ms ?? 0)).toBe(acquired_at + ttl_ms)
        expect(read?.record?.held_since).toBe(held_since)
      })

      test("a lease without a process or a clock comes back without them", async () => {
        const now = { ...machine.now(), monoMs: null, bootId: null }
        const lease = leaseFor({ sessionId: "alice" }, now, {
          token: machine.wallMs(),
          heldSince: machine.wallMs(),
        })
        await store.writeLock(KEY, lease, null)
        const record = (await store.readLock(KEY))?.record
        expect(record).toMatchObject({ session_id: "alice", pid: 0 })
        for (const field of ["process_start", "boot_id", "pid_namespace", "mono_expires_at", "in_flight"])
          expect(record).not.toHaveProperty(field)
      })

      test("reading changes nothing", async () => {
        await acquire(KEY, alice, io)
        expect(await seen()).toBe(await seen())
      })
    })

    describe("a change is conditional", () => {
      test("one write in place of nothing succeeds, once", async () => {
        expect(await store.writeLock(KEY, leaseOf(alice, 1), null)).toBe(true)
        const before = await seen()
        expect(await store.writeLock(KEY, leaseOf(bob, 2), null)).toBe(false)
        expect(await seen()).toBe(before)
      })

      test("a write in place of the present state succeeds, once", async () => {
        await acquire(KEY, alice, io)
        const version = await versionOf()
        expect(await store.writeLock(KEY, leaseOf(alice, machine.wallMs()), version)).toBe(true)
        const before = await seen()
        expect(await store.writeLock(KEY, leaseOf(bob, machine.wallMs() + 5), version)).toBe(false)
        expect(await store.deleteLock(KEY, version)).toBe(false)
        expect(await seen()).toBe(before)
      })

      test("a free state is a state like any other", async () => {
        await acquire(KEY, alice, io)
        await release(KEY, alice, io)
        const free = await store.readLock(KEY)
        if (free === null) return // a store may forget a free lock altogether
        expect(free.record).toBeNull()
        expect(await store.writeLock(KEY, leaseOf(bob, 9), null)).toBe(false)
        expect(await store.writeLock(KEY, leaseOf(bob, free.nextToken ?? 9), free.version)).toBe(true)
        expect(await store.writeLock(KEY, leaseOf(alice, 9), free.version)).toBe(false)
      })

      test("another lock's version is none of this one's", async () => {
        await acquire(OTHER_KEY, bob, io)
        await refresh(OTHER_KEY, bob, io)
        const foreign = await versionOf(OTHER_KEY)
        expect(await store.writeLock(KEY, leaseOf(alice, 1), foreign)).toBe(false)
        expect(await store.deleteLock(KEY, foreign)).toBe(false)
        expect(await holder()).toBeUndefined()
      })

      test("a version that no store ever gave is nobody's", async () => {
        expect(await store.writeLock(KEY, leaseOf(alice, 1), "never given")).toBe(false)
        expect(await store.deleteLock(KEY, "never given")).toBe(false)
        expect(await holder()).toBeUndefined()
      })

      test("versions never recur", async () => {
        const versions: string[] = []
        for (let round = 0; round < 20; round++) {
          await acquire(KEY, alice, io)
          versions.push(await versionOf())
          await refresh(KEY, alice, io)
          versions.push(await versionOf())
          await release(KEY, alice, io)
          const free = await store.readLock(KEY)
          if (free) versions.push(free.version)
        }
        expect(new Set(versions).size).toBe(versions.length)
      })
    })

    describe("tokens", () => {
      test("grow with every change of holder and stay through renewals", async () => {
        const tokens: number[] = []
        for (let round = 0; round < 5; round++) {
          tokens.push(tokenOf(await acquire(KEY, alice, io)))
          expect(tokenOf(await acquire(KEY, alice, io))).toBe(tokens.at(-1))
          expect(await refresh(KEY, alice, io)).toMatchObject({ lock: { token: tokens.at(-1) } })
          machine.pass(TTL_MS + 1)
          tokens.push(tokenOf(await acquire(KEY, bob, io)))
          await release(KEY, bob, io)
          tokens.push(tokenOf(await acquire(KEY, bob, io)))
          await release(KEY, bob, io)
        }
        expect(tokens).toEqual([...new Set(tokens)].sort((a, b) => a - b))
      })

      test("grow though the clock be set back", async () => {
        const before = tokenOf(await acquire(KEY, alice, io))
        machine.setWallClock(-24 * 3_600_000)
        machine.kill(101)
        const after = tokenOf(await acquire(KEY, bob, io))
        expect(after).toBeGreaterThan(before)
        await release(KEY, bob, io)
        expect(tokenOf(await acquire(KEY, bob, io))).toBeGreaterThan(after)
      })
    })

    describe("acquire", () => {
      test("no lock: taken", async () => {
        expect(await acquire(KEY, alice, io)).toMatchObject({
          acquired: true,
          lock: { session_id: "alice", pid: 101 },
        })
        expect(await holder()).toBe("alice")
      })

      test("own: again, as often as one likes", async () => {
        for (let times = 0; times < 5; times++)
          expect(await acquire(KEY, alice, io)).toMatchObject({ acquired: true })
      })

      test("another's, fresh: blocked, and the answer names the holder", async () => {
        await acquire(KEY, alice, io)
        const before = await seen()
        expect(await acquire(KEY, bob, io)).toMatchObject({
          acquired: false,
          holder: { session_id: "alice", pid: 101 },
          relation: "other",
          heldUntil: machine.wallMs() + TTL_MS + 1,
        })
        expect(await seen()).toBe(before)
      })

      test("another's, to its last millisecond: blocked; past it: taken over", async () => {
        await acquire(KEY, alice, io)
        machine.pass(TTL_MS)
        expect(await acquire(KEY, bob, io)).toMatchObject({ acquired: false })
        machine.pass(1)
        expect(await acquire(KEY, bob, io)).toMatchObject({
          acquired: true,
          takenOver: { because: "expired" },
        })
        expect(await acquire(KEY, alice, io)).toMatchObject({
          acquired: false,
          holder: { session_id: "bob" },
        })
      })

      test("a dead holder's: taken over at once", async () => {
        await acquire(KEY, alice, io)
        machine.kill(101)
        expect(await acquire(KEY, bob, io)).toMatchObject({ acquired: true, takenOver: { because: "dead" } })
      })

      test("a holder's whose pid was reused: taken over at once", async () => {
        await acquire(KEY, alice, io)
        machine.start(101)
        expect(await acquire(KEY, bob, io)).toMatchObject({ acquired: true, takenOver: { because: "dead" } })
      })

      test("a holder's of another boot: past its end and the clocks' skew, if there are two clocks", async () => {
        await acquire(KEY, alice, io)
        machine.reboot()
        const later: Claim = { sessionId: "bob", process: machine.start(102) }
        machine.pass(TTL_MS + (made.ownClock ? 0 : SKEW_MS))
        expect(await acquire(KEY, later, io)).toMatchObject({ acquired: false })
        machine.pass(1)
        expect(await acquire(KEY, later, io)).toMatchObject({ acquired: true })
      })

      test.each([-600_000, 600_000])(
        "by a clock that is off by %i ms, where the store has its own",
        async (offMs) => {
          if (!made.ownClock) return
          await acquire(KEY, alice, io)
          const elsewhere = simulateMachine("elsewhere")
          elsewhere.setWallClock(offMs)
          const rival: Claim = { sessionId: "bob", process: elsewhere.start(102) }
          machine.pass(TTL_MS)
          expect(await acquire(KEY, rival, elsewhere.io(store))).toMatchObject({ acquired: false })
          machine.pass(1)
          expect(await acquire(KEY, rival, elsewhere.io(store))).toMatchObject({
            acquired: true,
            takenOver: { because: "expired" },
          })
          expect(await refresh(KEY, alice, io)).toMatchObject({ refreshed: false })
        },
      )

      test("a call of unknown length keeps it while its holder lives, up to the cap", async () => {
        await acquire(KEY, { ...alice, unboundedCall: "begins" }, io)
        machine.pass(TTL_MS + 1)
        expect(await acquire(KEY, bob, io)).toMatchObject({ acquired: false })
        await refresh(KEY, { ...alice, unboundedCall: "ends" }, io)
        machine.pass(TTL_MS + 1)
        expect(await acquire(KEY, bob, io)).toMatchObject({ acquired: true })
      })

      test("free: taken by whoever comes", async () => {
        await acquire(KEY, alice, io)
        await release(KEY, alice, io)
        expect(await acquire(KEY, bob, io)).toMatchObject({ acquired: true })
        expect(await holder()).toBe("bob")
      })

      test.each([2, 3, 8])("of %i at once, exactly one is granted", async (count) => {
        const claims = Array.from({ length: count }, (_, index) => ({
          sessionId: `session-${index}`,
          process: machine.start(200 + index),
        }))
        for (const state of ["nothing", "a free lock", "an expired lease"]) {
          if (state === "a free lock") for (const claim of claims) await release(KEY, claim, io)
          if (state === "an expired lease") machine.pass(TTL_MS + 1)
          const results = await Promise.all(claims.map((claim) => acquire(KEY, claim, io)))
          const winners = claims.filter((_, index) => results[index]?.acquired)
          expect(winners.map((claim) => claim.sessionId)).toEqual([await holder()])
        }
      })
    })

    describe("refresh", () => {
      test("extends one's own lease", async () => {
        await acquire(KEY, alice, io)
        machine.pass(TTL_MS - 1)
        expect(await refresh(KEY, alice, io)).toMatchObject({ refreshed: true })
        machine.pass(TTL_MS)
        expect(await acquire(KEY, bob, io)).toMatchObject({ acquired: false })
      })

      test("never shortens it", async () => {
        await acquire(KEY, { ...alice, callTimeoutMs: 600_000 }, io)
        await refresh(KEY, alice, io)
        machine.pass(660_000)
        expect(await acquire(KEY, bob, io)).toMatchObject({ acquired: false })
        machine.pass(1)
        expect(await acquire(KEY, bob, io)).toMatchObject({ acquired: true })
      })

      test.each([
        ["what never was", () => {}, null],
        ["what is free", () => acquire(KEY, bob, io).then(() => release(KEY, bob, io)), null],
        ["another's", () => acquire(KEY, bob, io), "bob"],
        ["another's expired", () => acquire(KEY, bob, io).then(() => machine.pass(TTL_MS + 1)), "bob"],
        ["a dead one's", () => acquire(KEY, bob, io).then(() => machine.kill(102)), "bob"],
      ])("never takes %s", async (_, prepare, expected) => {
        await prepare()
        const before = await seen()
        const result = await refresh(KEY, alice, io)
        expect(result.refreshed ? "refreshed" : (result.holder?.session_id ?? null)).toBe(expected)
        expect(await seen()).toBe(before)
      })
    })

    describe("release", () => {
      test("frees one's own lease; again is harmless", async () => {
        await acquire(KEY, alice, io)
        expect(await release(KEY, alice, io)).toEqual({ released: true })
        expect(await holder()).toBeUndefined()
        expect(await release(KEY, alice, io)).toEqual({ released: false, holder: null })
      })

      test.each([
        ["another's", () => acquire(KEY, bob, io)],
        ["another's expired", () => acquire(KEY, bob, io).then(() => machine.pass(TTL_MS + 1))],
        ["a dead one's", () => acquire(KEY, bob, io).then(() => machine.kill(102))],
      ])("never frees %s", async (_, prepare) => {
        await prepare()
        const before = await seen()
        expect(await release(KEY, alice, io)).toMatchObject({
          released: false,
          holder: { session_id: "bob" },
        })
        expect(await seen()).toBe(before)
      })

      test("nothing was ever there", async () =>
        expect(await release(KEY, alice, io)).toEqual({ released: false, holder: null }))

      test("of an earlier grant leaves the present one alone; so does a refresh", async () => {
        const earlier = tokenOf(await acquire(KEY, alice, io))
        await release(KEY, alice, io)
        const present = tokenOf(await acquire(KEY, alice, io))
        const before = await seen()
        expect(await release(KEY, { ...alice, token: earlier }, io)).toMatchObject({
          released: false,
          superseded: true,
        })
        expect(await refresh(KEY, { ...alice, token: earlier }, io)).toMatchObject({ superseded: true })
        expect(await seen()).toBe(before)
        expect(await release(KEY, { ...alice, token: present }, io)).toEqual({ released: true })
      })
    })

    describe.each([
      ["a UUID", "4F1C2D3E-AAAA-4bbb-8ccc-0123456789AB"],
      ["upper case", "ALICE"],
      ["a path", "../../etc/passwd"],
      ["dots and stars", "b1.2.h.*.."],
      ["spaces and newlines", " a\nb "],
      ["other scripts", "сессия-会话-👩‍💻"],
      ["300 characters", "s".repeat(300)],
      ["nothing at all", ""],
      ["a zero", "0"],
      ["a NUL", "a\0b"],
    ])("a session whose id is %s", (_, sessionId) => {
      test("is known again through acquire, refresh and release", async () => {
        const odd: Claim = { sessionId, process: machine.start(103) }
        expect(await acquire(KEY, odd, io)).toMatchObject({ acquired: true, lock: { session_id: sessionId } })
        const blocked = await acquire(KEY, bob, io)
        expect(!blocked.acquired && sessionLabel(blocked.holder.session_id)).toBe(sessionLabel(sessionId))
        expect(await acquire(KEY, { sessionId: `${sessionId}x` }, io)).toMatchObject({ acquired: false })
        // Known by the id alone, without the process.
        expect(await acquire(KEY, { sessionId }, io)).toMatchObject({ acquired: true })
        expect(await refresh(KEY, { sessionId }, io)).toMatchObject({ refreshed: true })
        expect(await release(KEY, { sessionId: `${sessionId}x` }, io)).toMatchObject({ released: false })
        expect(await release(KEY, { sessionId }, io)).toEqual({ released: true })
      })
    })

    test("two keys are two locks", async () => {
      expect(await acquire(KEY, alice, io)).toMatchObject({ acquired: true })
      expect(await acquire(OTHER_KEY, bob, io)).toMatchObject({ acquired: true })
      await release(KEY, alice, io)
      expect([await holder(KEY), await holder(OTHER_KEY)]).toEqual([undefined, "bob"])
    })

    test("what it can describe is of this very lease", async () => {
      if (!store.describeLock) return
      const details = {
        client: "a client",
        host: "a host",
        workspace: "/srv/project",
        branch: "main",
        tool: "Edit",
      }
      await acquire(KEY, { ...alice, sessionId: "Alice & Co", details }, io)
      const read = (await store.readLock(KEY))?.record as LockRecord
      expect(await store.describeLock(KEY, read)).toEqual({ session_id: "Alice & Co", ...details })
      expect(await acquire(KEY, bob, io)).toMatchObject({ holder: { session_id: "Alice & Co", ...details } })
      expect(await store.describeLock(KEY, { ...read, token: (read.token as number) - 1 })).toEqual({})
      expect(await store.describeLock(OTHER_KEY, read)).toEqual({})
    })
  })
}
