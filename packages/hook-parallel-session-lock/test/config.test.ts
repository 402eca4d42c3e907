import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { readConfig } from "../src/config.ts"
import { OPTIONS } from "../src/config-options.ts"
import { DEFAULT_CONFIG } from "../src/default-config.ts"
import { isSwitchedOff, parseOffSwitch } from "../src/off-switch.ts"

const USER = "/home/dev/.claude/router-gate.json"
const PROJECT = "/ws/.claude/router-gate.json"
const LOCAL = "/ws/.claude/router-gate.local.json"

function read(files: Record<string, unknown>, env: Record<string, string> = {}) {
  return readConfig({
    env,
    configDir: "/home/dev/.claude",
    projectDir: "/ws",
    readText: (path) => {
      const file = files[path]
      return file === undefined ? null : typeof file === "string" ? file : JSON.stringify(file)
    },
  })
}

describe("configuration", () => {
  test("is the default when there is none", () => {
    expect(read({})).toEqual({ config: DEFAULT_CONFIG, origins: {}, problems: [] })
  })

  test("environment over local over project over user", () => {
    const files = {
      [USER]: { ttlMs: 1_000, waitMs: 1_000, cannotTell: "warn", lockRoot: "git" },
      [PROJECT]: { ttlMs: 2_000, waitMs: 2_000, cannotTell: "deny" },
      [LOCAL]: { ttlMs: 3_000, waitMs: 3_000 },
    }
    expect(read(files, { ROUTER_GATE_TTL_MS: "4000" })).toEqual({
      config: { ...DEFAULT_CONFIG, ttlMs: 4_000, waitMs: 3_000, cannotTell: "deny", lockRoot: "git" },
      origins: { ttlMs: "ROUTER_GATE_TTL_MS", waitMs: LOCAL, cannotTell: PROJECT, lockRoot: USER },
      problems: [],
    })
  })

  test.each<[string, unknown, string]>([
    ["an unknown key", { ttl: 5 }, "is not a setting"],
    ["a key of every object", { constructor: 5 }, "is not a setting"],
    ["a wrong type", { ttlMs: "5 minutes" }, "must be a number of milliseconds from 500 to 86400000"],
    ["out of bounds", { waitMs: -1 }, "must be a number of milliseconds from 0 to 600000"],
    ["no such word", { cannotTell: "allow" }, 'must be "deny" or "warn"'],
    ["no list of texts", { readOnlyCommands: ["ls", ""] }, "must be an array of commands"],
    [
      "tools without lists",
      { tools: { mcp__x: "path" } },
      "must be an object of tool names, each with an array of names of inputs",
    ],
    ["comments", "{ // hello\n}", "is not a JSON object"],
    ["a list", [], "is not a JSON object"],
  ])("%s has no effect and is reported", (_, file, problem) => {
    const { config, problems } = read({ [USER]: file })
    expect(config).toEqual(DEFAULT_CONFIG)
    expect(problems).toMatchObject([{ source: USER, problem }])
  })

  test("what makes no sense in the environment has no effect either", () => {
    for (const value of ["soon", "1", "Infinity", "-5"]) {
      const { config, problems } = read({}, { ROUTER_GATE_TTL_MS: value })
      expect(config).toEqual(DEFAULT_CONFIG)
      expect(problems).toMatchObject([{ source: "ROUTER_GATE_TTL_MS" }])
    }
    expect(read({}, { ROUTER_GATE_TTL_MS: "" }).problems).toEqual([])
  })

  test("a user can switch the gate off, a project cannot", () => {
    expect(read({ [USER]: { enabled: false } }).config.enabled).toBe(false)
    for (const path of [PROJECT, LOCAL]) {
      const { config, problems } = read({ [path]: { enabled: false } })
      expect(config.enabled).toBe(true)
      expect(problems).toEqual([{ source: path, key: "enabled", problem: "cannot be set by a project" }])
    }
  })

  test("a store is the user's: a project may name its workspace there and no more", () => {
    const store = { type: "etcd", endpoints: ["https://etcd.example.org:2379"] }
    const settings = { store, remoteUnavailable: "deny", remoteTtlMs: 60_000, remoteTimeoutMs: 300 }
    expect(read({ [USER]: settings })).toMatchObject({ config: settings, problems: [] })
    for (const path of [PROJECT, LOCAL]) {
      const { config, problems } = read({ [path]: { ...settings, workspaceId: "github.com/acme/app#main" } })
      expect(config).toEqual({ ...DEFAULT_CONFIG, workspaceId: "github.com/acme/app#main" })
      expect(problems).toEqual(
        Object.keys(settings).map((key) => ({ source: path, key, problem: "cannot be set by a project" })),
      )
    }
    expect(read({}, { ROUTER_GATE_STORE: "postgres" }).config.store).toEqual({ type: "postgres" })
    expect(read({}, { ROUTER_GATE_STORE: "redis" })).toMatchObject({
      config: { store: null },
      problems: [{}],
    })
  })

  test.each<[string, unknown]>([
    ["of no type", {}],
    ["of another type", { type: "redis" }],
    ["with a password", { type: "etcd", password: "s3cret" }],
    ["with a password in an endpoint", { type: "etcd", endpoints: ["https://gate:s3cret@etcd:2379"] }],
    ["with a password in its address", { type: "postgres", url: "postgres://gate:s3cret@db/gate" }],
    ["with one behind its address", { type: "postgres", url: "postgres://gate@db/gate?password=s3cret" }],
    ["with an address that is none", { type: "postgres", url: "s3cret" }],
    ["with what is the other's", { type: "postgres", endpoints: ["https://etcd:2379"] }],
    ["with no endpoint", { type: "etcd", endpoints: [] }],
    ["that is a list", []],
  ])("a store %s is none, and nothing of it is repeated", (_, store) => {
    const { config, problems } = read({ [USER]: { store } })
    expect(config.store).toBeNull()
    expect(problems).toMatchObject([
      { source: USER, key: "store", problem: expect.stringContaining("must be") },
    ])
    expect(JSON.stringify(problems)).not.toContain("s3cret")
  })

  test("in the home directory there is no project", () => {
    const readText = (path: string) => (path === USER ? '{"enabled":false}' : null)
    const read = readConfig({ env: {}, configDir: "/home/dev/.claude", projectDir: "/home/dev", readText })
    expect(read).toMatchObject({ config: { enabled: false }, problems: [] })
  })

  test("$schema and a byte order mark are welcome", () => {
    const text = `\uFEFF${JSON.stringify({ $schema: "x", waitMs: 5 })}`
    expect(read({ [USER]: text })).toMatchObject({ config: { waitMs: 5 }, problems: [] })
  })

  test("every setting has an option and a default", () => {
    expect(Object.keys(OPTIONS).sort()).toEqual(Object.keys(DEFAULT_CONFIG).sort())
    for (const [key, value] of Object.entries(DEFAULT_CONFIG)) {
      expect(OPTIONS[key as keyof typeof OPTIONS].accepts(value)).toBe(true)
    }
  })
})

test("the published schema has the same settings, defaults and bounds", () => {
  const schema = JSON.parse(readFileSync(new URL("../router-gate.schema.json", import.meta.url), "utf8"))
  const { $schema, ...properties } = schema.properties
  expect($schema).toEqual({ type: "string" })
  const defaults = Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, (value as { default: unknown }).default]),
  )
  expect(defaults).toEqual(DEFAULT_CONFIG)
  for (const [key, property] of Object.entries(properties)) {
    const {
      minimum,
      maximum,
      enum: words = [],
    } = property as { minimum?: number; maximum?: number; enum?: unknown[] }
    const { accepts } = OPTIONS[key as keyof typeof OPTIONS]
    for (const value of [minimum, maximum, ...words])
      if (value !== undefined) expect(accepts(value)).toBe(true)
    if (minimum !== undefined) expect(accepts(minimum - 1)).toBe(false)
    if (maximum !== undefined) expect(accepts(maximum + 1)).toBe(false)
  }
})

test.each<[string | null, number, boolean]>([
  [null, 1_000, false],
  ['{"until":2000}', 1_000, true],
  ['{"until":2000}', 2_000, false],
  ['{"until":null}', 1e15, true],
  ["{}", 1_000, true],
  ["", 1_000, true],
  ["{ torn", 1_000, true],
  ['{"until":"tomorrow"}', 1_000, true],
])("the switch %s at %d: off %s", (text, now, off) => {
  expect(isSwitchedOff(text, now)).toBe(off)
  if (text !== null) expect(parseOffSwitch(text)).toHaveProperty("until")
})
