import { deadlineIn } from "@router-gate/lock-core/remote"
import { lawful, type MakeShared, testInterleavings, testStore } from "@router-gate/lock-core/testing"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Ask } from "../src/gateway.ts"
import { etcdOperations } from "../src/operations.ts"
import { fakeEtcd } from "./fake-etcd.ts"

const SCHEDULES = Number(process.env.LOCK_CORE_SCHEDULES ?? 2_000)
const SETTING = { hosts: true, ttlMs: 10_000 }

/** The store over the fake, with a break before every request; `spoil` is a fault in what is asked. */
const shared =
  (spoil = (body: unknown): unknown => body): MakeShared =>
  (elapsedMs) => {
    const etcd = fakeEtcd(elapsedMs)
    return (step) => {
      const ask: Ask = async (path, body, deadline) => {
        await step()
        return etcd(path, spoil(body), deadline)
      }
      return etcdOperations(ask, "", () => deadlineIn(60_000))
    }
  }

testStore("the store over etcd's semantics in memory", ({ elapsedMs }) => ({
  store: etcdOperations(fakeEtcd(elapsedMs), "", () => deadlineIn(60_000)),
  ownClock: true,
}))

testInterleavings("the store, a break before every request", shared(), SCHEDULES, SETTING)

describe("the same law is broken at once", () => {
  // biome-ignore format: one row a line
  test.each<[string, (body: Record<string, unknown>) => unknown]>([
    ["when changes are not conditional", (body) => ({ ...body, compare: [] })],
    ["when the lease is not bound to anything alive", (body) => without("alive/", body)],
  ])("%s", async (_, spoil) => {
    const property = lawful(3, shared(spoil as (body: unknown) => unknown), SETTING)
    const { failed, numRuns } = await fc.check(property, { numRuns: 1_000, endOnFailure: true })
    expect(failed).toBe(true)
    expect(numRuns).toBeLessThanOrEqual(200)
  })
})

/** A transaction that does not write keys that begin so. */
function without(beginning: string, body: Record<string, unknown>): unknown {
  const steps = body.success as { request_put?: { key: string } }[] | undefined
  const isMeant = (key = "") => Buffer.from(key, "base64").toString().startsWith(beginning)
  return { ...body, ...(steps && { success: steps.filter((step) => !isMeant(step.request_put?.key)) }) }
}
