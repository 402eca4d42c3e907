import { describe, expect, test } from "vitest"
import {
  detailsOf,
  formatRecord,
  LOCK_DEFAULT_TTL_MS,
  type LockRecord,
  parseRecord,
  wallExpiryOf,
} from "../src/record.ts"

const FIVE: LockRecord = {
  schema_version: 1,
  session_id: "alice",
  pid: 101,
  acquired_at: 1_700_000_000_000,
  ttl_ms: 300_000,
}
const EVERYTHING: Required<LockRecord> = {
  ...FIVE,
  token: 7,
  held_since: 1_699_999_999_000,
  process_start: "s1",
  boot_id: "b1",
  pid_namespace: "n1",
  mono_expires_at: 800_001,
  in_flight: 2,
  in_flight_until: 7_700_000,
  client: "a client",
  host: "a host",
  workspace: "/srv/project",
  branch: "main",
  tool: "Edit",
}

test("the default lease is five minutes", () => expect(LOCK_DEFAULT_TTL_MS).toBe(300_000))

test("a lease ends one millisecond after its last, because clocks are rounded down", () =>
  expect(wallExpiryOf(FIVE)).toBe(FIVE.acquired_at + FIVE.ttl_ms + 1))

test("a record is JSON that ends in a newline, with the five fields at the top", () => {
  const text = formatRecord(FIVE)
  expect(text.endsWith("}\n")).toBe(true)
  expect(Object.keys(JSON.parse(text))).toEqual([
    "schema_version",
    "session_id",
    "pid",
    "acquired_at",
    "ttl_ms",
  ])
})

test.each([
  ["the five fields", FIVE],
  ["every field", EVERYTHING],
])("what is written is read back: %s", (_, record) =>
  expect(parseRecord(formatRecord(record))).toEqual(record),
)

test("the details are the fields for people, as far as there are any", () => {
  expect(detailsOf(FIVE)).toEqual({})
  expect(detailsOf({ ...FIVE, tool: "Edit", host: "here" })).toEqual({ tool: "Edit", host: "here" })
})

describe("a record that is none holds nobody back", () => {
  test.each([
    ["", "empty"],
    ["{", "torn"],
    ["null", "null"],
    ["[]", "a list"],
    ['"text"', "text"],
    ["{}", "an empty object"],
    [JSON.stringify({ ...FIVE, schema_version: undefined }), "no schema"],
    [JSON.stringify({ ...FIVE, schema_version: 0 }), "a schema before the first"],
    [JSON.stringify({ ...FIVE, schema_version: "1" }), "a schema that is text"],
    [JSON.stringify({ ...FIVE, session_id: 5 }), "a session that is no text"],
    [JSON.stringify({ ...FIVE, session_id: undefined }), "no session"],
    [JSON.stringify({ ...FIVE, acquired_at: "yesterday" }), "a date that is none"],
    [JSON.stringify({ ...FIVE, acquired_at: null }), "no date"],
    [JSON.stringify({ ...FIVE, ttl_ms: -1 }), "a negative ttl"],
    [JSON.stringify({ ...FIVE, ttl_ms: "300000" }), "a ttl that is text"],
    [JSON.stringify(FIVE).replace("300000", "1e999"), "an infinite ttl"],
  ])("%s (%s)", (text) => expect(parseRecord(text)).toBeNull())
})

describe("a record is read generously", () => {
  test.each([
    ["an ISO date", { acquired_at: "2023-11-14T22:13:20.000Z" }, FIVE],
    ["a pid that is text", { pid: "101" }, { ...FIVE, pid: 0 }],
    ["a pid that is none", { pid: -3 }, { ...FIVE, pid: 0 }],
    ["half a pid", { pid: 1.5 }, { ...FIVE, pid: 0 }],
    ["no pid", { pid: undefined }, { ...FIVE, pid: 0 }],
    ["a ttl of nothing", { ttl_ms: 0 }, { ...FIVE, ttl_ms: 0 }],
    ["unknown fields", { colour: "blue", nested: { a: 1 } }, FIVE],
    ["optional fields of the wrong type", { token: "7", boot_id: 8, branch: null }, FIVE],
  ])("%s", (_, change, expected) =>
    expect(parseRecord(JSON.stringify({ ...FIVE, ...change }))).toEqual(expected),
  )
})

test.each([2, 99])("a record of schema %i is not ours to judge", (schema_version) => {
  const read = () => parseRecord(JSON.stringify({ schema_version }), "/locks/x.json")
  expect(read).toThrow(expect.objectContaining({ code: "FUTURE_RECORD", path: "/locks/x.json" }))
  expect(read).toThrow(`schema_version ${schema_version}`)
})
