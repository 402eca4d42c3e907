import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { inspect } from "node:util"
import { afterAll, describe, expect, test } from "vitest"
import { readConnection } from "../src/connection.ts"
import { postgresStore } from "../src/postgres-store.ts"

const dir = mkdtempSync(join(tmpdir(), "postgres-connection-"))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const file = (name: string, text: string, mode: number): string => {
  const path = join(dir, name)
  writeFileSync(path, text, { mode })
  return path
}
const SECRET = "s3cret/word"
const CODED = encodeURIComponent(SECRET)
const PLAIN = "postgres://gate@db:5433/locks"

describe("the address and its password", () => {
  const env = { ROUTER_GATE_POSTGRES_PASSWORD: SECRET }
  // biome-ignore format: one row a line
  test.each<[string, string | undefined, NodeJS.ProcessEnv]>([
    ["by the caller, the password by a variable", PLAIN, env],
    ["both in one variable", undefined, { ROUTER_GATE_POSTGRES_URL: `postgres://gate:${CODED}@db:5433/locks` }],
    ["the password as a parameter of the address", undefined, { ROUTER_GATE_POSTGRES_URL: `${PLAIN}?password=${CODED}` }],
    ["in two variables, of which the password's counts", undefined, { ROUTER_GATE_POSTGRES_URL: "postgres://gate:other@db:5433/locks", ...env }],
    ["in a private file", undefined, { ROUTER_GATE_POSTGRES_URL_FILE: file("url", `postgres://gate:${CODED}@db:5433/locks\n`, 0o600) }],
    ["the password in a private file", PLAIN, { ROUTER_GATE_POSTGRES_PASSWORD_FILE: file("password", `${SECRET}\n`, 0o600) }],
    ["the password where PostgreSQL's own programs look", PLAIN, { PGPASSWORD: SECRET }],
  ])("%s", (_, url, given) => {
    const connection = readConnection(url, given)
    expect(connection.url).toBe(PLAIN)
    expect(connection.password?.reveal()).toBe(SECRET)
  })

  test("no password is none", () => expect(readConnection(PLAIN, {})).toEqual({ url: PLAIN, password: null }))
})

describe("what cannot be used is refused, and no secret repeated", () => {
  // biome-ignore format: one row a line
  test.each<[string, string | undefined, NodeJS.ProcessEnv, RegExp]>([
    ["nothing", undefined, {}, /ROUTER_GATE_POSTGRES_URL/],
    ["no address", undefined, { ROUTER_GATE_POSTGRES_URL: `${SECRET} at db` }, /cannot be read/],
    ["a port that is none", undefined, { ROUTER_GATE_POSTGRES_URL: `postgres://gate:${CODED}@db:port/x` }, /cannot be read/],
    ["another scheme", undefined, { ROUTER_GATE_POSTGRES_URL: `mysql://gate:${CODED}@db/x` }, /postgres:\/\//],
    ["a password from the caller", `postgres://gate:${CODED}@db/x`, {}, /db/],
    ["a password from the caller as a parameter", `${PLAIN}?password=${CODED}`, {}, /ROUTER_GATE_POSTGRES_PASSWORD/],
    ...(process.platform === "win32" ? [] : [
      ["a file that others may read", undefined, { ROUTER_GATE_POSTGRES_URL_FILE: file("open", `postgres://gate:${CODED}@db/x`, 0o644) }, /mode 0644/],
      ["a key that others may read", `${PLAIN}?sslmode=verify-full&sslkey=${file("key", SECRET, 0o640)}`, {}, /mode 0640/],
    ] as [string, string | undefined, NodeJS.ProcessEnv, RegExp][]),
  ])("%s", (_, url, env, told) => {
    let error: unknown
    try {
      readConnection(url, env)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toMatchObject({ code: "MISCONFIGURED", message: expect.stringMatching(told) })
    for (const form of [SECRET, CODED])
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(form)
  })
})

test("a store shows nothing of what it was opened with", () => {
  const store = postgresStore({ url: PLAIN, env: { PGPASSWORD: SECRET } })
  for (const shown of [inspect(store, { depth: 9, showHidden: true }), JSON.stringify(store), String(store)])
    expect(shown).not.toContain(SECRET)
})

test.each(["Upper", "two words", "a;drop table x", "", "1st"])("%j is no name of a schema", (schema) =>
  expect(() => postgresStore({ url: PLAIN, schema, env: {} })).toThrow(TypeError),
)
