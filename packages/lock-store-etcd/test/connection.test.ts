import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { inspect } from "node:util"
import { afterAll, describe, expect, test } from "vitest"
import { type EtcdPlace, readConnection } from "../src/connection.ts"
import { etcdStore } from "../src/etcd-store.ts"

const dir = mkdtempSync(join(tmpdir(), "etcd-connection-"))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const file = (name: string, mode: number): string => {
  const path = join(dir, name)
  writeFileSync(path, `the ${name}\n`, { mode })
  return path
}
const SECRET = "s3cret"
const ENDPOINT = "http://one:2379"

describe("where the cluster is", () => {
  const hostsOf = (place: EtcdPlace, env: NodeJS.ProcessEnv) =>
    readConnection(place, env).endpoints.map(({ protocol, host }) => `${protocol}//${host}`)
  test("is said by the environment, with several endpoints", () =>
    expect(hostsOf({}, { ROUTER_GATE_ETCD_ENDPOINTS: " https://a:1, http://b:2 ,," })).toEqual([
      "https://a:1",
      "http://b:2",
    ]))
  test("is said by the caller first", () =>
    expect(hostsOf({ endpoints: [ENDPOINT] }, { ROUTER_GATE_ETCD_ENDPOINTS: "http://b" })).toEqual([
      ENDPOINT,
    ]))
})

test("a user has the password of the environment or of a private file", () => {
  const env = { ROUTER_GATE_ETCD_ENDPOINTS: ENDPOINT, ROUTER_GATE_ETCD_USER: "gate" }
  const of = (more: NodeJS.ProcessEnv) => readConnection({}, { ...env, ...more }).user?.password.reveal()
  expect(of({ ROUTER_GATE_ETCD_PASSWORD: SECRET })).toBe(SECRET)
  expect(of({ ROUTER_GATE_ETCD_PASSWORD_FILE: file("password", 0o600) })).toBe("the password")
})

test("certificates are read from their files", () => {
  const [ca, cert, key] = [file("ca", 0o644), file("cert", 0o644), file("key", 0o600)]
  expect(readConnection({ endpoints: [ENDPOINT], ca, cert, key }, {}).tls).toEqual({
    ca: "the ca\n",
    cert: "the cert\n",
    key: "the key\n",
  })
})

describe("what cannot be used is refused, and no secret repeated", () => {
  const open = file("open-key", 0o644)
  // biome-ignore format: one row a line
  test.each<[string, EtcdPlace, NodeJS.ProcessEnv, RegExp]>([
    ["no endpoint", {}, {}, /ROUTER_GATE_ETCD_ENDPOINTS/],
    ["no address", { endpoints: [`etcd ${SECRET}`] }, {}, /no http/],
    ["another scheme", { endpoints: [`ftp://${SECRET}@one`] }, {}, /no http/],
    ["a password in the address", { endpoints: [`http://gate:${SECRET}@one:1`] }, {}, /one:1 has a user in it/],
    ["a user without a password", { endpoints: [ENDPOINT], user: "gate" }, {}, /ROUTER_GATE_ETCD_PASSWORD/],
    ["a certificate without its key", { endpoints: [ENDPOINT], cert: open }, {}, /both/],
    ["a file that is not there", { endpoints: [ENDPOINT], ca: "/nowhere/ca" }, {}, /\/nowhere\/ca/],
    ...(process.platform === "win32" ? [] : [
      ["a key that others may read", { endpoints: [ENDPOINT], cert: open, key: open }, {}, /mode 0644/],
      ["a password that others may read", { endpoints: [ENDPOINT], user: "u" }, { ROUTER_GATE_ETCD_PASSWORD_FILE: open }, /mode 0644/],
    ] as [string, EtcdPlace, NodeJS.ProcessEnv, RegExp][]),
  ])("%s", (_, place, env, told) => {
    let error: unknown
    try {
      readConnection(place, env)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toMatchObject({ code: "MISCONFIGURED", message: expect.stringMatching(told) })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(SECRET)
  })
})

test("a store shows nothing of what it was opened with", () => {
  const store = etcdStore({
    endpoints: [ENDPOINT],
    user: "gate",
    env: { ROUTER_GATE_ETCD_PASSWORD: SECRET },
  })
  for (const shown of [inspect(store, { depth: 9, showHidden: true }), JSON.stringify(store), String(store)])
    expect(shown).not.toContain(SECRET)
})
