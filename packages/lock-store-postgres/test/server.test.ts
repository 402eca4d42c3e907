import { inspect } from "node:util"
import { acquire, release } from "@router-gate/lock-core"
import { deadlineIn, remoteIo } from "@router-gate/lock-core/remote"
import { describe, expect, inject, onTestFinished, test } from "vitest"
import { readConnection } from "../src/connection.ts"
import { createSchema, postgresStore } from "../src/postgres-store.ts"
import { session } from "../src/session.ts"

const postgres = inject("postgres")
const LIMIT_MS = 20_000
const claim = { sessionId: "alice" }

describe.skipIf(postgres === null)("a real PostgreSQL", () => {
  const { url, password } = postgres ?? { url: "postgres://gate@127.0.0.1:1/none", password: "none" }
  const env = { ROUTER_GATE_POSTGRES_PASSWORD: password }
  const open = (options: Parameters<typeof postgresStore>[0]) => {
    const store = postgresStore({ url, env, timeoutMs: LIMIT_MS, ...options })
    onTestFinished(() => store.close())
    return store
  }
  const adminRun = () => {
    const { run, close } = session(readConnection(url, env), LIMIT_MS)
    onTestFinished(close)
    return (sql: string) => run(sql, [], deadlineIn(LIMIT_MS))
  }

  test("the schema is made once, however often and by however many it is asked for", async () => {
    const options = { url, env, schema: "made_often" }
    await Promise.all([createSchema(options), createSchema(options), createSchema(options)])
    const io = remoteIo(open({ schema: "made_often" }))
    expect(await acquire("k", claim, io)).toMatchObject({ acquired: true, lock: { token: 1 } })
    await createSchema(options)
    expect(await acquire("k", claim, io)).toMatchObject({ acquired: true, renewed: true })
    expect(await release("k", claim, io)).toEqual({ released: true })
  })

  test("without it, the error says what to do", async () => {
    await expect(acquire("k", claim, remoteIo(open({ schema: "never_made" })))).rejects.toMatchObject({
      code: "MISCONFIGURED",
      message: expect.stringContaining("createSchema()"),
    })
  })

  test("a connection that the server has ended is made again", async () => {
    const admin = adminRun()
    await createSchema({ url, env })
    const io = remoteIo(open({}))
    expect(await acquire("ended", claim, io)).toMatchObject({ acquired: true })
    await admin(`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'router-gate' and pid <> pg_backend_pid()`)
    expect(await acquire("ended", claim, io)).toMatchObject({ acquired: true, renewed: true })
  })

  test("a row that somebody else has locked does not hold a call up beyond its time", async () => {
    const admin = adminRun()
    await createSchema({ url, env })
    const store = open({})
    await acquire("locked", claim, remoteIo(store))
    await admin("begin")
    await admin("select * from router_gate.lock for update")
    await expect(acquire("locked", claim, remoteIo(store.within(300)))).rejects.toMatchObject({
      code: "UNAVAILABLE",
    })
    await admin("rollback")
    expect(await acquire("locked", claim, remoteIo(store))).toMatchObject({ acquired: true, renewed: true })
  })

  test("a role that may only read is told so, and nothing is changed", async () => {
    const admin = adminRun()
    await createSchema({ url, env, schema: "guarded" })
    await admin(`create role reader login password '${password}'`)
    await admin("grant usage on schema guarded to reader")
    await admin("grant select on all tables in schema guarded to reader")
    await admin("grant select on all sequences in schema guarded to reader")
    const reader = open({ url: url.replace("gate@", "reader@"), schema: "guarded" })
    await expect(acquire("k", claim, remoteIo(reader))).rejects.toMatchObject({
      code: "UNWRITABLE",
      path: "k",
    })
    expect((await reader.readLock("k"))?.record).toBeNull()
  })

  test("without a password, the error says where one may be", async () => {
    const io = remoteIo(postgresStore({ url, env: {}, timeoutMs: LIMIT_MS }))
    await expect(acquire("k", claim, io)).rejects.toMatchObject({
      code: "MISCONFIGURED",
      message: expect.stringContaining("set ROUTER_GATE_POSTGRES_PASSWORD"),
    })
  })

  test("a wrong password is refused and told to nobody", async () => {
    const wrong = "wr0ng/word"
    const store = open({ env: { PGPASSWORD: wrong } })
    const error = await acquire("k", claim, remoteIo(store)).catch((thrown) => thrown)
    expect(error).toMatchObject({ name: "LockStoreError", code: "UNREADABLE" })
    for (const secret of [wrong, password, encodeURIComponent(wrong)])
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret)
  })

  test("whatever the server's default is, a lease is on its disk before it is granted", async () => {
    const { run, close } = session(
      readConnection(`${url}?options=-c%20search_path%3Dpg_catalog`, env),
      LIMIT_MS,
    )
    onTestFinished(close)
    const show = async (name: string) => (await run(`show ${name}`, [], deadlineIn(LIMIT_MS))).rows[0]
    expect(await show("synchronous_commit")).toEqual({ synchronous_commit: "on" })
    expect(await show("search_path")).toEqual({ search_path: "pg_catalog" })
    expect(await show("statement_timeout")).toEqual({ statement_timeout: "20s" })
  })
})

test("nobody there: the call ends, and says where it asked", async () => {
  const store = postgresStore({ url: "postgres://gate@127.0.0.1:1/none", env: { PGPASSWORD: "none" } })
  await expect(acquire("k", claim, remoteIo(store.within(LIMIT_MS)))).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringContaining("127.0.0.1:1"),
  })
})
