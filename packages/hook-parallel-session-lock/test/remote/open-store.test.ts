import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { openStore } from "../../src/remote/open-store.ts"
import type { StoreSettings } from "../../src/store-settings.ts"

const open = async (settings: StoreSettings, env: Record<string, string> = {}) => {
  const store = await openStore(settings, env, 500)
  await store.close()
}
const noPassword = { code: "MISCONFIGURED", message: expect.stringContaining("has no password") }
const etcd = { type: "etcd", endpoints: ["http://127.0.0.1:1"], user: "gate" } as const

test("a password is taken from the variable that the settings name, and from no other", async () => {
  const settings = { ...etcd, passwordFrom: "TEAM_PASSWORD" }
  await open(settings, { TEAM_PASSWORD: "x" })
  await expect(open(settings, { ROUTER_GATE_ETCD_PASSWORD: "x" })).rejects.toMatchObject(noPassword)
  await open(etcd, { ROUTER_GATE_ETCD_PASSWORD: "x" })
})

test.skipIf(process.platform === "win32")("a file with a secret must be its owner's alone", async () => {
  const dir = mkdtempSync(join(tmpdir(), "open-store-"))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const file = join(dir, "secret")
  writeFileSync(file, "postgres://gate:p%40ss@127.0.0.1:1/none\n", { mode: 0o600 })
  const settings: StoreSettings[] = [
    { type: "postgres", urlFrom: file },
    { ...etcd, passwordFrom: file },
  ]
  for (const one of settings) await open(one)
  chmodSync(file, 0o640)
  for (const one of settings) {
    const error = await open(one).catch((thrown) => thrown)
    expect(error).toMatchObject({ code: "MISCONFIGURED", message: expect.stringContaining("chmod 600") })
    expect(String(error)).not.toContain("p%40ss")
  }
})

test("without a place there is nothing to ask", async () => {
  await expect(open({ type: "etcd" })).rejects.toMatchObject({ code: "MISCONFIGURED" })
  await expect(open({ type: "postgres" })).rejects.toMatchObject({ code: "MISCONFIGURED" })
})
