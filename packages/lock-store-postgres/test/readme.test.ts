import { runReadme } from "@router-gate/lock-store-testing"
import { expect, inject, test } from "vitest"

const postgres = inject("postgres")

test.skipIf(postgres === null)("the README's example runs, and prints what its comments say", async () => {
  const { printed, promised } = await runReadme(new URL("../", import.meta.url), {
    ROUTER_GATE_POSTGRES_URL: postgres?.url,
    ROUTER_GATE_POSTGRES_PASSWORD: postgres?.password,
  })
  expect(promised.length).toBeGreaterThan(0)
  expect(printed).toEqual(promised)
})
