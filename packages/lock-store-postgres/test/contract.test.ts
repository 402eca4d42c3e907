import { oneAtATime, testInterleavings, testStore } from "@router-gate/lock-core/testing"
import { afterAll, beforeAll, describe, inject } from "vitest"
import { type TimedServer, timedServer } from "./timed-store.ts"

const postgres = inject("postgres")

describe.skipIf(postgres === null)("on a real PostgreSQL", () => {
  let server: TimedServer
  beforeAll(async () => {
    if (postgres) server = await timedServer(postgres.url, postgres.password)
  })
  afterAll(() => server?.close())

  testStore("PostgreSQL", async ({ elapsedMs }) => ({ store: await server.store(elapsedMs), ownClock: true }))

  testInterleavings(
    "PostgreSQL",
    async (elapsedMs) => {
      const store = oneAtATime(await server.store(elapsedMs))
      return () => store
    },
    Number(process.env.LOCK_STORE_SCHEDULES ?? 60),
    { hosts: true },
  )
})
