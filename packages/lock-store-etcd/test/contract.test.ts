import { oneAtATime, testInterleavings, testStore } from "@router-gate/lock-core/testing"
import { describe, inject } from "vitest"
import { askOf, storeInTime } from "./real-etcd.ts"

const endpoint = inject("etcd")

describe.skipIf(endpoint === null)("on a real etcd", () => {
  const ask = askOf(endpoint ?? "http://127.0.0.1:1")

  testStore("etcd", (machine) => ({ store: storeInTime(ask, machine.elapsedMs), ownClock: true }))

  testInterleavings(
    "etcd",
    (elapsedMs) => {
      const store = oneAtATime(storeInTime(ask, elapsedMs))
      return () => store
    },
    Number(process.env.LOCK_STORE_SCHEDULES ?? 60),
    { hosts: true, ttlMs: 10_000 },
  )
})
