import { acquire } from "@router-gate/lock-core"
import { remoteIo } from "@router-gate/lock-core/remote"
import { describe, expect, onTestFinished, test } from "vitest"
import type { Host } from "./host.ts"
import { type StorySetting, stageFor } from "./stage.ts"

export type { StorySetting } from "./stage.ts"

const TEN_MINUTES = 600_000
const LONG_MS = 60_000
/** What each call of a host has, all together. */
const LIMIT_MS = 1_500
/** What nothing may need: a machine that is busy beyond measure aside, it is far more than the limit. */
const LATE_MS = 15_000

/** What a store on a server owes to hosts that share it, told with real processes and a real server. */
export function testStories(name: string, setting: StorySetting): void {
  describe.skipIf(setting.skip)(`${name}, told with real hosts and a real server`, () => {
    const open = stageFor(setting)

    test("of two hosts at once one is granted, whatever their clocks say", async () => {
      const { host, key } = open()
      const [ahead, behind] = [
        await host("ahead", { clockOffMs: TEN_MINUTES }),
        await host("behind", { clockOffMs: -TEN_MINUTES }),
      ]
      let last = 0
      for (let round = 0; round < 25; round++) {
        const results = await Promise.all([ahead.acquire(key, LONG_MS), behind.acquire(key, LONG_MS)])
        expect(results.filter(({ acquired }) => acquired)).toHaveLength(1)
        const winner = results[0].acquired ? ahead : behind
        const token = tokenOf(results.find(({ acquired }) => acquired))
        expect(token).toBeGreaterThan(last)
        last = token
        expect(await winner.release(key, token)).toEqual({ released: true })
      }
    })

    test("a host whose clock is ahead waits for the server's time, and then the first one's token is of no use", async () => {
      const { host, key } = open()
      const [first, ahead] = [await host("first"), await host("ahead", { clockOffMs: TEN_MINUTES })]
      const token = tokenOf(await first.acquire(key, setting.shortMs))
      expect(await ahead.acquire(key, LONG_MS)).toMatchObject({
        acquired: false,
        holder: { session_id: "first" },
      })
      const next = await untilGranted(ahead, key)
      expect(next).toBeGreaterThan(token)
      await expectSuperseded(first, key, token)
      expect(await ahead.isCurrent(key, next)).toBe(true)
    })

    test("a holder that was stopped past its lease cannot go on", async () => {
      const { host, key } = open()
      const [stopped, other] = [await host("stopped"), await host("other")]
      const token = tokenOf(await stopped.acquire(key, setting.shortMs))
      expect(await stopped.isCurrent(key, token)).toBe(true)
      stopped.signal("SIGSTOP")
      const next = await untilGranted(other, key)
      stopped.signal("SIGCONT")
      expect(next).toBeGreaterThan(token)
      await expectSuperseded(stopped, key, token)
      expect(await other.isCurrent(key, next)).toBe(true)
    })

    test("a server that is killed and comes back knows who holds what", async () => {
      const { server, host, key } = open()
      const [holder, other] = [await host("holder"), await host("other")]
      const token = tokenOf(await holder.acquire(key, LONG_MS))
      await server.kill()
      await expect(holder.refresh(key, token, LONG_MS)).rejects.toMatchObject({ code: "UNAVAILABLE" })
      await expect(other.acquire(key, LONG_MS)).rejects.toMatchObject({ code: "UNAVAILABLE" })
      await server.start()
      expect(await other.acquire(key, LONG_MS)).toMatchObject({
        acquired: false,
        holder: { session_id: "holder" },
      })
      expect(await holder.isCurrent(key, token)).toBe(true)
      expect(await holder.refresh(key, token, LONG_MS)).toMatchObject({ refreshed: true, lock: { token } })
      expect(await holder.release(key, token)).toEqual({ released: true })
      expect(tokenOf(await other.acquire(key, LONG_MS))).toBeGreaterThan(token)
    })

    test.each(["stall", "drop", "stall answers"] as const)(
      "behind a network that does %s, a call ends in time and grants nothing",
      async (mode) => {
        const { place, host, proxied, key, warm } = open()
        const proxy = await proxied()
        const cutOff = await host("cut-off", { place: { ...place, port: proxy.port }, limitMs: LIMIT_MS })
        const other = await host("other")
        const token = tokenOf(await cutOff.acquire(warm, LONG_MS))
        proxy.become(mode)
        for (const call of [
          () => cutOff.acquire(key, LONG_MS),
          () => cutOff.refresh(warm, token, LONG_MS),
          () => cutOff.isCurrent(warm, token),
        ])
          await expect(inTime(call())).rejects.toMatchObject({ code: "UNAVAILABLE" })
        // What was asked may have been done all the same; then the lease stands in the way until it ends, of both no more than one.
        const seen = await other.acquire(key, LONG_MS)
        if (!seen.acquired) expect(seen.holder.session_id).toBe("cut-off")
        expect(await other.acquire(warm, LONG_MS)).toMatchObject({ acquired: false })
        proxy.become("pass")
        expect((await cutOff.acquire(key, LONG_MS)).acquired).toBe(!seen.acquired)
        expect(await cutOff.isCurrent(warm, token)).toBe(true)
      },
    )

    test("a grant whose answer was lost stands in the others' way, and is its holder's when it asks again", async () => {
      const { place, host, proxied, key, adapter } = open()
      const proxy = await proxied()
      const store = adapter.open({ ...place, port: proxy.port })
      onTestFinished(() => store.close())
      const other = await host("other")
      const claim = { sessionId: "unlucky", ttlMs: LONG_MS }
      const io = remoteIo(store.within(LIMIT_MS))
      const losing: typeof io = {
        ...io,
        writeLock(...change) {
          proxy.become("stall answers")
          return io.writeLock(...change)
        },
      }
      await expect(acquire(key, claim, losing)).rejects.toMatchObject({ code: "UNAVAILABLE" })
      const seen = await other.acquire(key, LONG_MS)
      proxy.become("pass")
      const again = await acquire(key, claim, remoteIo(store))
      expect(again.acquired).toBe(!seen.acquired)
      if (!seen.acquired) expect(again).toMatchObject({ renewed: true, lock: { token: seen.holder.token } })
    })

    test("a server that is frozen: a call ends in time, and what it did late grants nobody twice", async () => {
      const { server, host, key, warm } = open()
      const [impatient, other] = [await host("impatient", { limitMs: LIMIT_MS }), await host("other")]
      tokenOf(await impatient.acquire(warm, LONG_MS))
      server.signal("SIGSTOP")
      const call = inTime(impatient.acquire(key, LONG_MS))
      if (name.startsWith("PostgreSQL"))
        await call.catch(() => {}) // its other processes may answer
      else await expect(call).rejects.toMatchObject({ code: "UNAVAILABLE" })
      server.signal("SIGCONT")
      const results = await Promise.all([impatient.acquire(key, LONG_MS), other.acquire(key, LONG_MS)])
      expect(results.filter(({ acquired }) => acquired)).toHaveLength(1)
    })
  })
}

const tokenOf = (result: { acquired: boolean; lock?: { token?: number } } | undefined): number => {
  if (!result?.acquired) throw new Error(`not granted: ${JSON.stringify(result)}`)
  return (result as { lock: { token: number } }).lock.token
}

async function untilGranted(host: Host, key: string): Promise<number> {
  for (;;) {
    const result = await host.acquire(key, LONG_MS)
    if (result.acquired) return tokenOf(result)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function expectSuperseded(host: Host, key: string, token: number): Promise<void> {
  expect(await host.isCurrent(key, token)).toBe(false)
  expect(await host.refresh(key, token, LONG_MS)).toMatchObject({ refreshed: false })
  expect(await host.release(key, token)).toMatchObject({ released: false })
  expect(await host.acquire(key, LONG_MS)).toMatchObject({ acquired: false })
}

function inTime(call: Promise<unknown>): Promise<unknown> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error("the call did not end in time")), LATE_MS).unref()
  })
  return Promise.race([call, late])
}
