import { runReadme } from "@router-gate/lock-store-testing"
import { expect, inject, test } from "vitest"

const endpoint = inject("etcd")

test.skipIf(endpoint === null)("the README's example runs, and prints what its comments say", async () => {
  const { printed, promised } = await runReadme(new URL("../", import.meta.url), {
    ROUTER_GATE_ETCD_ENDPOINTS: endpoint ?? "",
  })
  expect(promised.length).toBeGreaterThan(0)
  expect(printed).toEqual(promised)
})
