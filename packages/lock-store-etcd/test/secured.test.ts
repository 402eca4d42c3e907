import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { inspect } from "node:util"
import { acquire, release } from "@router-gate/lock-core"
import { deadlineIn, remoteIo } from "@router-gate/lock-core/remote"
import { findEtcd, startEtcd } from "@router-gate/lock-store-testing"
import { describe, expect, onTestFinished, test } from "vitest"
import { etcdStore } from "../src/etcd-store.ts"
import { makeCertificates } from "./certificates.ts"
import { askOf } from "./real-etcd.ts"

const program = findEtcd()
const [PASSWORD, LIMIT_MS] = ["p@ss word/1", 20_000]

describe.skipIf(program === null)("on a real etcd that is secured", () => {
  const start = async (tls?: Parameters<typeof startEtcd>[1]) => {
    const server = await startEtcd(program as string, tls)
    onTestFinished(() => server.stop())
    return server
  }
  const open = (options: Parameters<typeof etcdStore>[0]) => {
    const store = etcdStore({ timeoutMs: LIMIT_MS, ...options })
    onTestFinished(() => store.close())
    return store
  }
  const claim = { sessionId: "alice" }

  test.skipIf(!hasOpenssl())("by TLS: a client with a certificate is served, others are not", async () => {
    const dir = mkdtempSync(join(tmpdir(), "etcd-tls-"))
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
    const { ca, server: own, client } = makeCertificates(dir)
    const { endpoint } = await start({ ...own, ca })
    const env = {}
    const known = open({ endpoints: [endpoint], ca, ...client, env })
    expect(await acquire("k", claim, remoteIo(known))).toMatchObject({ acquired: true })
    expect(await release("k", claim, remoteIo(known))).toEqual({ released: true })
    for (const stranger of [
      open({ endpoints: [endpoint], ca, env }),
      open({ endpoints: [endpoint], ...client, env }),
    ])
      await expect(acquire("k", claim, remoteIo(stranger))).rejects.toMatchObject({ code: "UNAVAILABLE" })
  })

  test("by a password: it is asked for, heeded, and told to nobody", async () => {
    const server = await start()
    const admin = askOf(server.endpoint)
    const setup = (path: string, body: object) => admin(`/v3/auth/${path}`, body, deadlineIn(LIMIT_MS))
    for (const name of ["root", "gate"]) await setup("user/add", { name, password: PASSWORD })
    await setup("role/add", { name: "locks" })
    const prefix = (text: string, last = 0) =>
      Buffer.from(text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + last)).toString(
        "base64",
      )
    const perm = { permType: "READWRITE", key: prefix("router-gate/"), range_end: prefix("router-gate/", 1) }
    await setup("role/grant", { name: "locks", perm })
    await setup("user/grant", { user: "root", role: "root" })
    await setup("user/grant", { user: "gate", role: "locks" })
    await setup("enable", {})

    const endpoints = [server.endpoint]
    const env = { ROUTER_GATE_ETCD_PASSWORD: PASSWORD }
    const store = open({ endpoints, user: "gate", env })
    expect(await acquire("k", claim, remoteIo(store))).toMatchObject({ acquired: true })
    // Tokens are kept in the server's memory: after this the one that we have is of no use.
    await server.kill()
    await server.start()
    expect(await acquire("k", claim, remoteIo(store))).toMatchObject({ acquired: true, renewed: true })

    const strangers = [
      open({ endpoints, env: {} }),
      open({ endpoints, user: "gate", env: { ROUTER_GATE_ETCD_PASSWORD: `${PASSWORD}!` } }),
      open({ endpoints, user: "gate", prefix: "elsewhere/", env }),
    ]
    for (const stranger of strangers) {
      const error = await acquire("k", claim, remoteIo(stranger)).catch((thrown) => thrown)
      expect(error).toMatchObject({ code: "UNREADABLE" })
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(PASSWORD)
    }
  })
})

function hasOpenssl(): boolean {
  try {
    execFileSync("openssl", ["version"], { stdio: "pipe" })
    return true
  } catch {
    console.warn("SKIPPED: TLS to a real etcd, for openssl is not installed")
    return false
  }
}
