import { chmodSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { findPostgres, type PostgresServer, startPostgres, startProxy } from "@router-gate/lock-store-testing"
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest"
import { configure, etcdIsThere, namedProject, sharedEtcd } from "./remote-project.ts"
import { go, home, tree } from "./sandbox.ts"

const SECRET = "s3cret/w@rd"

type Project = ReturnType<typeof namedProject>

/** What the doctor finds about the store; and that it tells no secret, in JSON or in words. */
async function examine({ command }: Project, env: Record<string, string> = {}) {
  const { json, stdout, stderr } = await command(["doctor", "--json"], env)
  const text = await command(["doctor"], env)
  for (const told of [stdout + stderr, text.stdout + text.stderr])
    for (const form of [SECRET, encodeURIComponent(SECRET)]) expect(told).not.toContain(form)
  const found = json.findings.filter(({ code }: { code: string }) => code.startsWith("STORE_"))
  for (const { code, sentence, remedy } of found) {
    expect(text.stdout).toContain(code)
    expect(remedy).toMatch(/^\S.*\.$/)
    expect(sentence).not.toMatch(/\n|\.$/)
  }
  return { store: json.facts.store, found }
}

/** A file with the secret in it. */
function secretFile(mode: number): string {
  const path = join(home, "secret")
  writeFileSync(path, `${SECRET}\n`)
  chmodSync(path, mode)
  return path
}

const wrong = (code: string, sentence: RegExp) => [
  expect.objectContaining({ code, level: "wrong", sentence: expect.stringMatching(sentence) }),
]

it("without a store in the settings, doctor has nothing to say of one", async () => {
  const { json, stdout } = await go("doctor", "--json")
  expect(json.facts.store).toBeNull()
  expect(stdout).not.toContain("STORE_")
})

describe.skipIf(!etcdIsThere)("doctor, where several hosts share etcd", () => {
  const { server, project, holdRemotely } = sharedEtcd()

  it("finds nothing wrong with one that answers, says under which name, and changes nothing", async () => {
    const one = project()
    const before = tree(home)
    expect(await examine(one)).toEqual({ store: { type: "etcd", key: one.key }, found: [] })
    expect(tree(home)).toEqual(before)
    expect((await one.command(["doctor"])).stdout).toContain(
      `Leases of all hosts in etcd, this workspace as ${one.key}\n`,
    )
  })

  it.each(["drop", "stall"] as const)("the network does %s", async (mode) => {
    const proxy = await startProxy(server().port)
    onTestFinished(() => proxy.close())
    proxy.become(mode)
    const { found } = await examine(project(`http://127.0.0.1:${proxy.port}`, {}, 100))
    expect(found).toEqual(wrong("STORE_UNREACHABLE", /^etcd was asked and not heard \(UNAVAILABLE\): /))
  })

  it("a user without a password", async () => {
    const { found } = await examine(project(undefined, { user: "gate" }))
    expect(found).toEqual(wrong("STORE_MISCONFIGURED", /user gate has no password: set ROUTER_GATE_ETCD/))
  })

  it("a file with the password that others may read; and what the server says when they may not", async () => {
    const one = project(undefined, { user: "gate", passwordFrom: secretFile(0o640) })
    const { found } = await examine(one)
    expect(found).toEqual(wrong("STORE_SECRET_EXPOSED", /has mode 0640/))
    expect(found[0].path).toBe(join(home, "secret"))
    secretFile(0o600)
    expect((await examine(one)).found).toEqual(wrong("STORE_REFUSES", /etcd refuses: /)) // it asks for no users
  })

  it("a workspace that other hosts have no name for: the store is asked all the same", async () => {
    const one = project()
    writeFileSync(join(one.workspace, ".claude/router-gate.json"), "{}")
    expect(await examine(one)).toMatchObject({
      store: { type: "etcd", key: null },
      found: [{ code: "STORE_NOT_ASKED", level: "note" }],
    })
  })

  it.each([
    ["ahead", 10 * 60_000, /^the clock here is 10 minutes or more behind that of host devbox-7/],
    ["behind", -10 * 60_000, /^the clock here is 9 minutes or more ahead of that of host devbox-7/],
  ])("a holder whose clock is ten minutes %s", async (_, now, sentence) => {
    const one = project()
    await holdRemotely(one.key, "other", { now })
    const { found } = await examine(one)
    expect(found).toMatchObject([{ code: "STORE_CLOCKS_DIFFER", level: "note" }])
    expect(found[0].sentence).toMatch(sentence)
  })

  it("a holder whose clock is right", async () => {
    const one = project()
    await holdRemotely(one.key, "other")
    expect((await examine(one)).found).toEqual([])
  })
})

const programs = findPostgres()
if (!programs && process.env.ROUTER_GATE_REQUIRE_SERVERS) throw new Error("postgres must not be missing here")

describe.skipIf(!programs)("doctor, where several hosts share PostgreSQL", () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres(programs as string)
  })
  afterAll(() => server?.stop())

  /** A project whose user's settings name the server. */
  function project(more = {}): Project {
    configure({ store: { type: "postgres", url: server.url, ...more }, remoteTimeoutMs: 1_000 })
    return namedProject()
  }

  it("without a password", async () => {
    const { found } = await examine(project())
    expect(found).toEqual(wrong("STORE_MISCONFIGURED", /set ROUTER_GATE_POSTGRES_PASSWORD/))
  })

  it("with one that is wrong", async () => {
    const { found } = await examine(project({ passwordFrom: secretFile(0o600) }))
    expect(found).toEqual(wrong("STORE_REFUSES", /PostgreSQL refuses \(28P01\)/))
  })

  it("with one in a file that others may read", async () => {
    const { found } = await examine(project({ passwordFrom: secretFile(0o604) }))
    expect(found).toEqual(wrong("STORE_SECRET_EXPOSED", /has mode 0604/))
  })

  it("without an address", async () => {
    const { found } = await examine(namedProject(), { ROUTER_GATE_STORE: "postgres" })
    expect(found).toEqual(wrong("STORE_MISCONFIGURED", /no address of PostgreSQL is given/))
  })

  it("without the table", async () => {
    const env = { ROUTER_GATE_POSTGRES_PASSWORD: server.password }
    const { found } = await examine(project(), env)
    expect(found).toEqual(wrong("STORE_SCHEMA_MISSING", /PostgreSQL refuses \((3F000|42P01)\)/))
  })
})
