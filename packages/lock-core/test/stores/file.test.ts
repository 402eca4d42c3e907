import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import fc from "fast-check"
import { beforeEach, describe, expect, test } from "vitest"
import type { Claim } from "../../src/plan.ts"
import { acquire, refresh, release } from "../../src/protocol.ts"
import { type LockRecord, parseRecord } from "../../src/record.ts"
import type { LockIo } from "../../src/store.ts"
import { type FileStore, type FileStoreOptions, fileStore } from "../../src/stores/file.ts"
import { formatLeaseName, parseLeaseName } from "../../src/stores/lease-name.ts"
import { nodeFs, type StoreFs } from "../../src/stores/store-fs.ts"
import { type Machine, NOON, simulateMachine } from "../../src/testing/machine.ts"
import { testStore } from "../../src/testing/store-contract.ts"
import { temporaryDirectory } from "../temporary-directory.ts"

testStore("fileStore", (machine) => ({
  store: fileStore({ dir: `${temporaryDirectory()}/locks`, wallMs: machine.wallMs }),
}))

const KEY = "0123456789ab"
const TTL_MS = 300_000
const FIVE = { schema_version: 1, session_id: "carol", pid: 301, acquired_at: NOON, ttl_ms: TTL_MS }

let dir: string
let machine: Machine
let store: FileStore
let io: LockIo
let alice: Claim
let bob: Claim
let warnings: unknown[]

function open(options: Partial<FileStoreOptions> = {}): void {
  store = fileStore({
    dir,
    wallMs: machine.wallMs,
    onWarning: (error) => void warnings.push(error),
    ...options,
  })
  io = machine.io(store)
}

beforeEach(() => {
  dir = `${temporaryDirectory()}/runtime`
  machine = simulateMachine()
  warnings = []
  alice = { sessionId: "alice", process: machine.start(101) }
  bob = { sessionId: "bob", process: machine.start(102) }
  open()
})

const stateDir = () => `${dir}/session-lock-${KEY}.d`
const recordPath = () => `${dir}/session-lock-${KEY}.json`
const states = () => readdirSync(stateDir())
const leftovers = () => readdirSync(dir).filter((name) => !/^session-lock-[0-9a-z]+\.(d|json)$/.test(name))
const written = () => JSON.parse(readFileSync(recordPath(), "utf8"))
const holder = () => store.readLock(KEY)?.record?.session_id
/** Puts an older writer's record there, and nothing else. */
function leave(record: unknown): void {
  mkdirSync(dir, { recursive: true })
  writeFileSync(recordPath(), typeof record === "string" ? record : JSON.stringify(record))
}
/** Puts entries into the state's directory as if somebody had. */
function litter(...names: string[]): void {
  mkdirSync(stateDir(), { recursive: true })
  for (const name of names) writeFileSync(`${stateDir()}/${name}`, "")
}

describe("on disk", () => {
  test("there is one empty file, whatever was done", async () => {
    for (let round = 0; round < 3; round++) {
      for (const act of [
        () => acquire(KEY, alice, io),
        () => acquire(KEY, alice, io),
        () => acquire(KEY, bob, io),
        () => refresh(KEY, alice, io),
        () => refresh(KEY, bob, io),
        () => release(KEY, bob, io),
        () => release(KEY, alice, io),
        () => release(KEY, alice, io),
        () => acquire(KEY, bob, io),
        () => machine.pass(TTL_MS + 1),
        () => acquire(KEY, alice, io),
        () => release(KEY, alice, io),
      ]) {
        await act()
        expect(states()).toHaveLength(1)
        expect(statSync(`${stateDir()}/${states()[0]}`).size).toBe(0)
        expect(leftovers()).toEqual([])
      }
    }
    expect(warnings).toEqual([])
  })

  test.runIf(process.platform !== "win32")("it is for its owner's eyes only", async () => {
    await acquire(KEY, alice, io)
    const modes = [dir, stateDir(), `${stateDir()}/${states()[0]}`, recordPath()].map(
      (path) => statSync(path).mode & 0o777,
    )
    expect(modes).toEqual([0o700, 0o700, 0o600, 0o600])
  })

  test("nothing is made by looking", async () => {
    await refresh(KEY, alice, io)
    await release(KEY, alice, io)
    expect(store.listLocks()).toEqual([])
    expect(existsSync(dir)).toBe(false)
  })

  test("every name is read back as what it says", async () => {
    await acquire(KEY, { ...alice, unboundedCall: "begins" }, io)
    const [name] = states() as [string]
    const state = parseLeaseName(name)
    expect(state).not.toBeNull()
    expect(formatLeaseName(state as never, name.split(".").at(-1) as string)).toBe(name)
  })

  test("the longest realistic name fits 143 bytes, as encrypted home directories ask", () => {
    const longest = {
      schema_version: 1,
      session_id: "z".repeat(40),
      pid: 4_194_304,
      acquired_at: Date.parse("2050-01-01"),
      ttl_ms: 7_200_000,
      process_start: (36 ** 7 - 1).toString(36), // 24 years of 1/100 s
      boot_id: "ffffffff",
      pid_namespace: (2 ** 32 - 1).toString(36),
      mono_expires_at: 10 ** 12 - 1, // 31 years
      in_flight: 35,
      in_flight_until: 10 ** 12 - 1,
    } as const
    const at = Date.parse("2050-01-01")
    const name = formatLeaseName({ generation: at, token: at, record: longest }, "zzzzzz")
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(143)
    expect(parseLeaseName(name)?.record).toMatchObject({ session_id: longest.session_id, in_flight: 35 })
    const elsewhere = {
      ...longest,
      boot_id: "tzzzzzzhzzzz",
      pid_namespace: undefined,
      process_start: undefined,
    }
    expect(
      formatLeaseName({ generation: at, token: at, record: elsewhere as never }, "zzzzzz").length,
    ).toBeLessThanOrEqual(143)
  })

  test("no lease is written under a name that cannot be read again", () => {
    const field = { minLength: 1, maxLength: 20 }
    const record = fc.record(
      {
        schema_version: fc.constant(1 as const),
        session_id: fc.string(),
        pid: fc.oneof(fc.nat(), fc.maxSafeNat()),
        acquired_at: fc.oneof(fc.nat(), fc.double({ noNaN: true })),
        ttl_ms: fc.oneof(fc.nat(), fc.double({ min: 0, noNaN: true })),
        process_start: fc.string(field),
        boot_id: fc.string(field),
        pid_namespace: fc.string(field),
        mono_expires_at: fc.oneof(fc.nat(), fc.double({ noNaN: true })),
        in_flight: fc.oneof(fc.nat({ max: 35 }), fc.nat()),
        in_flight_until: fc.oneof(fc.nat(), fc.double({ noNaN: true })),
      },
      { requiredKeys: ["schema_version", "session_id", "pid", "acquired_at", "ttl_ms"] },
    ) as fc.Arbitrary<LockRecord>
    fc.assert(
      fc.property(record, fc.oneof(fc.maxSafeNat(), fc.double({ noNaN: true })), (lease, token) => {
        let name: string
        try {
          name = formatLeaseName({ generation: NOON, token, record: lease }, "n0nce")
        } catch {
          return // refused: nothing was written
        }
        expect(parseLeaseName(name)?.record).toBeTruthy()
      }),
    )
  })
})

describe("the record beside it, to a reader of the five fields", () => {
  /** What such a reader makes of the record: whose lease binds, if any. */
  function olderReader(): string | null {
    if (!existsSync(recordPath())) return null
    const { schema_version, session_id, acquired_at, ttl_ms } = written()
    expect(schema_version).toBe(1)
    return machine.wallMs() < acquired_at + ttl_ms ? session_id : null
  }

  test("is JSON of the five fields and more", async () => {
    await acquire(KEY, { ...alice, details: { tool: "Edit", workspace: "/srv/project" } }, io)
    expect(written()).toMatchObject({ ...FIVE, session_id: "alice", pid: 101, tool: "Edit" })
    expect(parseRecord(readFileSync(recordPath(), "utf8"))).toMatchObject({
      session_id: "alice",
      token: NOON,
    })
  })

  test("names the session in full", async () => {
    await acquire(KEY, { ...alice, sessionId: "Alice/../é" }, io)
    expect(olderReader()).toBe("Alice/../é")
  })

  test("binds while the lease is held and is gone with it", async () => {
    expect(olderReader()).toBeNull()
    await acquire(KEY, alice, io)
    expect(olderReader()).toBe("alice")
    await release(KEY, alice, io)
    expect(existsSync(recordPath())).toBe(false)
    await acquire(KEY, bob, io)
    expect(olderReader()).toBe("bob")
  })

  test("changes hands in a takeover", async () => {
    await acquire(KEY, alice, io)
    machine.kill(101)
    await acquire(KEY, bob, io)
    expect(olderReader()).toBe("bob")
  })

  /** Lets the record's age follow the simulated clock, as it follows the real one in life. */
  const agedBy = (): StoreFs => {
    let writtenAt = machine.wallMs()
    return {
      ...nodeFs,
      renameSync(from, to) {
        nodeFs.renameSync(from, to)
        if (to === recordPath()) writtenAt = machine.wallMs()
      },
      lstatSync(path) {
        const stat = nodeFs.lstatSync(path)
        return {
          mtimeMs: path === recordPath() ? writtenAt : stat.mtimeMs,
          isDirectory: () => stat.isDirectory(),
        }
      },
    }
  }

  test("goes on binding through renewals, at every moment", async () => {
    open({ fs: agedBy() })
    await acquire(KEY, alice, io)
    for (let second = 0; second < 1_000; second += 7) {
      await refresh(KEY, alice, io)
      machine.pass(7_000)
      expect(olderReader()).toBe("alice")
    }
  })

  test("binds to the end of the lease after the last renewal", async () => {
    open({ fs: agedBy() })
    await acquire(KEY, alice, io)
    machine.pass(59_000)
    await refresh(KEY, alice, io)
    machine.pass(TTL_MS - 1)
    expect(store.readLock(KEY)?.record).toBeTruthy()
    expect(await acquire(KEY, bob, io)).toMatchObject({ acquired: false })
    expect(olderReader()).toBe("alice")
  })

  test("binds for all of a long call", async () => {
    open({ fs: agedBy() })
    await acquire(KEY, alice, io)
    machine.pass(30_000)
    await acquire(KEY, { ...alice, callTimeoutMs: 600_000 }, io)
    machine.pass(600_000)
    expect(await acquire(KEY, bob, io)).toMatchObject({ acquired: false })
    expect(olderReader()).toBe("alice")
  })

  test("binds for all of short leases", async () => {
    open({ fs: agedBy() })
    for (let second = 0; second < 30; second++) {
      await acquire(KEY, { ...alice, ttlMs: 10_000 }, io)
      expect(olderReader()).toBe("alice")
      machine.pass(1_000)
    }
  })

  test("is not touched by a release that comes too late", async () => {
    await acquire(KEY, alice, io)
    const version = states()[0] as string
    machine.kill(101)
    await acquire(KEY, bob, io)
    expect(store.deleteLock(KEY, version)).toBe(false)
    expect(olderReader()).toBe("bob")
  })

  // biome-ignore format: one row a line
  test.each([
    ["a directory is in its place", () => mkdirSync(recordPath(), { recursive: true })],
    ["it cannot be put there", () => open({ fs: { ...nodeFs, writeFileSync: refuseRecord("writeFileSync") } })],
    ["it cannot be renamed into place", () => open({ fs: { ...nodeFs, renameSync: refuseRecord("renameSync") } })],
  ])("that cannot be written is a warning and no more: %s", async (_, prepare) => {
    litter(formatLeaseName({ generation: 1, token: 1, record: null }, "0"))
    prepare()
    expect(await acquire(KEY, alice, io)).toMatchObject({ acquired: true })
    expect(await acquire(KEY, bob, io)).toMatchObject({ acquired: false, holder: { session_id: "alice" } })
    expect(await release(KEY, alice, io)).toEqual({ released: true })
    expect(warnings.length).toBeGreaterThan(0)
    expect(leftovers()).toEqual([])
  })

  /** The calls that write a record, and only those, fail. */
  function refuseRecord(call: "writeFileSync" | "renameSync") {
    return (...args: never[]) => {
      if ((args as string[]).some((arg) => String(arg).includes(".json"))) {
        throw Object.assign(new Error("EACCES"), { code: "EACCES" })
      }
      ;(nodeFs[call] as (...args: never[]) => void)(...args)
    }
  }

  test("is never read to decide while the lock itself is there", async () => {
    await acquire(KEY, alice, io)
    leave({ ...FIVE, session_id: "mallory" })
    expect(holder()).toBe("alice")
    await release(KEY, alice, io)
    leave({ ...FIVE, session_id: "mallory" })
    expect(await acquire(KEY, bob, io)).toMatchObject({ acquired: true })
    leave("not even JSON")
    expect(await acquire(KEY, alice, io)).toMatchObject({ acquired: false, holder: { session_id: "bob" } })
  })
})

describe("an older writer's record, and no directory", () => {
  const fresh = FIVE
  const stale = { ...FIVE, acquired_at: NOON - TTL_MS - 1 }
  const iso = { ...FIVE, acquired_at: new Date(NOON).toISOString() }
  // biome-ignore format: one row a line
  test.each([
    ["fresh, another's: blocks", fresh, { acquired: false, holder: { session_id: "carol", pid: 301 } }],
    ["fresh by an ISO date: blocks", iso, { acquired: false, holder: { session_id: "carol" } }],
    ["at its last millisecond: blocks", { ...FIVE, acquired_at: NOON - TTL_MS }, { acquired: false }],
    ["stale, another's: taken over", stale, { acquired: true, takenOver: { because: "expired" } }],
    ["stale by an ISO date: taken over", { ...stale, acquired_at: "2026-11-23T11:00:00Z" }, { acquired: true }],
    ["own: taken again", { ...FIVE, session_id: "alice" }, { acquired: true }],
    ["own and stale: taken again", { ...stale, session_id: "alice" }, { acquired: true }],
    ["of a clock that was days ahead: taken over", { ...FIVE, acquired_at: NOON + 86_400_000 }, { acquired: true }],
    ["garbage: taken", "{ torn", { acquired: true }],
    ["empty: taken", "", { acquired: true }],
    ["another program's JSON: taken", { version: 3 }, { acquired: true }],
  ])("%s", async (_, record, expected) => {
    leave(record)
    const result = await acquire(KEY, alice, io)
    expect(result).toMatchObject(expected)
    if (!result.acquired) return expect(existsSync(stateDir())).toBe(false)
    expect(states()).toHaveLength(1)
    expect(written()).toMatchObject({ session_id: "alice" })
  })

  test("of one's own can be refreshed and released", async () => {
    leave({ ...FIVE, session_id: "alice" })
    expect(await refresh(KEY, alice, io)).toMatchObject({ refreshed: true })
    rmSync(stateDir(), { recursive: true })
    leave({ ...FIVE, session_id: "alice" })
    expect(await release(KEY, alice, io)).toEqual({ released: true })
    expect([holder(), existsSync(recordPath()), states().length]).toEqual([undefined, false, 1])
  })

  test("of another is left as it is by refresh and release", async () => {
    leave(stale)
    expect(await refresh(KEY, alice, io)).toMatchObject({ refreshed: false, holder: { session_id: "carol" } })
    expect(await release(KEY, alice, io)).toMatchObject({ released: false, holder: { session_id: "carol" } })
    expect(written()).toEqual(stale)
    expect(existsSync(stateDir())).toBe(false)
  })

  test("is taken over by one of several", async () => {
    leave(stale)
    const results = await Promise.all([alice, bob].map((claim) => acquire(KEY, claim, io)))
    expect(results.filter((result) => result.acquired)).toHaveLength(1)
  })

  test("of a later schema is not ours to judge", async () => {
    leave({ ...FIVE, schema_version: 99 })
    for (const act of [acquire, refresh, release])
      await expect(act(KEY, alice, io)).rejects.toMatchObject({ code: "FUTURE_RECORD", path: recordPath() })
    expect(written().schema_version).toBe(99)
  })

  test("with anything at all in its other fields never locks its own session out", () =>
    fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.constantFrom(
            "token",
            "held_since",
            "process_start",
            "boot_id",
            "pid_namespace",
            "mono_expires_at",
            "in_flight",
            "in_flight_until",
          ),
          fc.oneof(
            fc.double(),
            fc.integer(),
            fc.string(),
            fc.constantFrom("boot1", "ns1", 1e300, 0.5, "../x"),
          ),
        ),
        fc.oneof(fc.nat(), fc.maxSafeNat()),
        fc.constantFrom(0, 0.5, 300_000, 1e300),
        async (extra, pid, ttl_ms) => {
          rmSync(dir, { recursive: true, force: true })
          leave({ ...extra, schema_version: 1, session_id: "alice", pid, acquired_at: NOON - 0.5, ttl_ms })
          for (let times = 0; times < 2; times++)
            expect(await acquire(KEY, alice, io)).toMatchObject({ acquired: true })
          expect(await release(KEY, alice, io)).toEqual({ released: true })
          expect(await acquire(KEY, bob, io)).toMatchObject({ acquired: true })
        },
      ),
    ))
})

test.each([
  ["a fraction of a millisecond", { callTimeoutMs: 600_000.5 }],
  ["a fraction of a ttl", { ttlMs: 1_000.25 }],
  ["more than a clock can count", { callTimeoutMs: 1e300 }],
  ["no number", { callTimeoutMs: Number.NaN }],
])("a call that says it takes %s leaves a lock that can be read", async (_, call) => {
  await acquire(KEY, { ...alice, ...call }, io)
  expect(holder()).toBe("alice")
  expect(await release(KEY, alice, io)).toEqual({ released: true })
})

describe("a directory that somebody else had their hands in", () => {
  const at = (generation: number, session_id: string | null): string =>
    formatLeaseName(
      {
        generation,
        token: generation,
        record: session_id === null ? null : { ...FIVE, schema_version: 1, session_id },
      },
      "n0nce",
    )
  const held = at(NOON, "carol")

  test.each([
    ["empty: as if it were not there", [], undefined],
    ["one state", [held], "carol"],
    ["a state among junk", [".DS_Store", held, "Thumbs.db", "b1", "b1.x"], "carol"],
    ["two states: the later", [at(NOON - 5, "dave"), held], "carol"],
    ["two states, the later longer ago in the alphabet", [at(999, "dave"), at(1_000, "carol")], "carol"],
    ["a free state after a held one", [at(NOON - 5, "dave"), at(NOON, null)], undefined],
    ["a state of ours beside one of a later format", [held, "b2.5"], "carol"],
  ])("%s", (_, names, expected) => {
    litter(...names)
    expect(holder()).toBe(expected)
  })

  test.each([
    ["junk alone", ["junk", ".DS_Store"], "CORRUPT"],
    ["a torn name", [held.slice(0, -10)], "CORRUPT"],
    ["a later format alone", ["b2.whatever.it.means"], "FUTURE_RECORD"],
    ["a much later one", ["junk", "b12.x"], "FUTURE_RECORD"],
  ])("%s: an error, never free", async (_, names, code) => {
    litter(...names)
    for (const act of [acquire, refresh, release])
      await expect(act(KEY, alice, io)).rejects.toMatchObject({ code, path: stateDir() })
    expect(states().sort()).toEqual([...names].sort())
  })

  test("replaced by a file: an error, never free", async () => {
    mkdirSync(dir)
    writeFileSync(stateDir(), "")
    for (const act of [acquire, refresh, release])
      await expect(act(KEY, alice, io)).rejects.toMatchObject({ code: "UNREADABLE", path: stateDir() })
  })

  test("emptied: taken as if new", async () => {
    litter()
    expect(await acquire(KEY, alice, io)).toMatchObject({ acquired: true })
    expect([states().length, leftovers()]).toEqual([1, []])
  })

  test("a listing that shows nothing for a moment is not believed", async () => {
    await acquire(KEY, alice, io)
    for (const names of [[], ["junk"]]) {
      let listings = 0
      const blinking = {
        ...nodeFs,
        readdirSync: (path: string) => (listings++ === 0 ? names : nodeFs.readdirSync(path)),
      }
      open({ fs: blinking })
      expect(await refresh(KEY, alice, io)).toMatchObject({ refreshed: true })
    }
  })

  test("deleted while held: the record still keeps others out, and the holder its token", async () => {
    const first = await acquire(KEY, alice, io)
    rmSync(stateDir(), { recursive: true })
    expect(await acquire(KEY, bob, io)).toMatchObject({
      acquired: false,
      holder: { session_id: "alice", pid: 101 },
    })
    expect(await refresh(KEY, alice, io)).toMatchObject({
      refreshed: true,
      lock: { token: first.acquired && first.lock.token },
    })
    expect([states().length, holder()]).toEqual([1, "alice"])
  })

  test("deleted with its record: free, and tokens still grow", async () => {
    const first = await acquire(KEY, alice, io)
    rmSync(dir, { recursive: true })
    machine.pass(1)
    expect(await refresh(KEY, alice, io)).toEqual({ refreshed: false, holder: null })
    const second = await acquire(KEY, bob, io)
    expect(second.acquired && first.acquired && (second.lock.token ?? 0) > (first.lock.token ?? 0)).toBe(true)
  })

  test("restored from a backup: history goes on above it", async () => {
    const first = await acquire(KEY, alice, io)
    const backup = states()[0] as string
    machine.pass(1_000)
    await release(KEY, alice, io)
    writeFileSync(`${stateDir()}/${backup}`, "")
    expect(holder()).toBeUndefined()
    const second = await acquire(KEY, bob, io)
    expect(second.acquired && first.acquired && (second.lock.token ?? 0) > (first.lock.token ?? 0)).toBe(true)
    expect(holder()).toBe("bob")
  })

  test.each(["EACCES", "EIO", "EMFILE"])("that cannot be read (%s): an error, never free", async (code) => {
    await acquire(KEY, alice, io)
    const readdirSync = (): never => {
      throw Object.assign(new Error(code), { code })
    }
    open({ fs: { ...nodeFs, readdirSync } })
    for (const act of [acquire, refresh, release])
      await expect(act(KEY, alice, io)).rejects.toMatchObject({ code: "UNREADABLE", cause: { code } })
  })
})

describe("a rename", () => {
  const failing = (code: string, when: (to: string) => boolean, done = false): StoreFs => ({
    ...nodeFs,
    renameSync(from, to) {
      if (!when(to)) return nodeFs.renameSync(from, to)
      if (done) nodeFs.renameSync(from, to)
      throw Object.assign(new Error(code), { code })
    },
  })
  const ofState = (to: string) => to.includes(".d/")

  test("whose source is gone has not happened", async () => {
    await acquire(KEY, alice, io)
    const version = states()[0] as string
    await refresh(KEY, alice, io)
    const lease = store.readLock(KEY)?.record as LockRecord
    expect(store.writeLock(KEY, lease, version)).toBe(false)
    expect(store.deleteLock(KEY, version)).toBe(false)
    expect(states()).toHaveLength(1)
  })

  test("whose answer was lost and which was repeated has happened", async () => {
    await acquire(KEY, alice, io)
    open({ fs: failing("ENOENT", ofState, true) })
    expect(await release(KEY, alice, io)).toEqual({ released: true })
    expect(holder()).toBeUndefined()
  })

  test("of a new directory whose answer was lost has happened", async () => {
    open({ fs: failing("ENOENT", (to) => to.endsWith(".d"), true) })
    expect(await acquire(KEY, alice, io)).toMatchObject({ acquired: true })
  })

  test.each(["EIO", "ENOSPC", "EACCES", "EROFS", "EXDEV"])(
    "that fails with %s changes nothing",
    async (code) => {
      await acquire(KEY, alice, io)
      const before = states()
      open({ fs: failing(code, ofState) })
      await expect(refresh(KEY, alice, io)).rejects.toMatchObject({
        code: "UNWRITABLE",
        path: stateDir(),
        cause: { code },
      })
      expect(states()).toEqual(before)
    },
  )

  test.each(["ENOTEMPTY", "EEXIST"])(
    "onto a directory that is there (%s) has lost, and cleans up",
    (code) => {
      mkdirSync(dir)
      open({ fs: failing(code, (to) => to.endsWith(".d")) })
      const lease: LockRecord = { ...FIVE, schema_version: 1 }
      expect(store.writeLock(KEY, lease, null)).toBe(false)
      expect(readdirSync(dir)).toEqual([])
    },
  )
})

describe("leftovers of the killed", () => {
  const HOUR = 3_601_000
  const plant = (name: string, ageMs: number, isDirectory = false) => {
    mkdirSync(dir, { recursive: true })
    const path = `${dir}/${name}`
    if (isDirectory) {
      mkdirSync(path)
      writeFileSync(`${path}/state`, "")
    } else writeFileSync(path, "")
    const at = (machine.wallMs() - ageMs) / 1000
    utimesSync(path, at, at)
  }

  test("are swept when a lock is made, once they are old", async () => {
    plant(`session-lock-${KEY}.d.init-0ld`, HOUR, true)
    plant(`session-lock-${KEY}.json.0ld.tmp`, HOUR)
    plant(`session-lock-${KEY}.d.init-y0ung`, HOUR - 2_000, true)
    plant(`session-lock-${KEY}.json.y0ung.tmp`, HOUR - 2_000)
    plant("session-lock-ba9876543210.json.0ld.tmp", HOUR)
    plant("notes.tmp", HOUR)
    await acquire(KEY, alice, io)
    expect(new Set(leftovers())).toEqual(
      new Set([
        "notes.tmp",
        "session-lock-ba9876543210.json.0ld.tmp",
        `session-lock-${KEY}.d.init-y0ung`,
        `session-lock-${KEY}.json.y0ung.tmp`,
      ]),
    )
    expect(warnings).toEqual([])
  })

  test("are swept from beside a lock that has long been there, too", async () => {
    await acquire(KEY, alice, io)
    plant(`session-lock-${KEY}.json.0ld.tmp`, HOUR)
    await release(KEY, alice, io)
    await acquire(KEY, bob, io)
    expect(leftovers()).toEqual([])
  })
})

describe("a file system that renames by handle", () => {
  const reporting = (type: number | (() => number)): StoreFs => ({
    ...nodeFs,
    statfsSync: () => ({ type: typeof type === "number" ? type : type() }),
  })
  test.each([
    ["SMB", 0x517b],
    ["CIFS", 0xff534d42],
    ["CIFS, as a signed number", 0xff534d42 | 0],
    ["SMB2", 0xfe534d42],
    ["9P", 0x01021997],
  ])("%s is refused", async (_, type) => {
    open({ fs: reporting(type), platform: "linux" })
    mkdirSync(dir)
    for (const act of [acquire, refresh, release])
      await expect(act(KEY, alice, io)).rejects.toMatchObject({ code: "UNSUPPORTED", path: dir })
    expect(readdirSync(dir)).toEqual([])
  })

  test("is refused though the directory was not there to be asked about", async () => {
    const type = () => {
      if (existsSync(dir)) return 0xff534d42
      throw Object.assign(new Error("ENOENT"), { code: "ENOENT" })
    }
    open({ fs: reporting(type), platform: "linux" })
    await expect(acquire(KEY, alice, io)).rejects.toMatchObject({ code: "UNSUPPORTED", path: dir })
  })

  test.each([
    ["ext4", 0xef53],
    ["tmpfs", 0x01021994],
    ["xfs", 0x58465342],
    ["btrfs", 0x9123683e],
    ["overlay", 0x794c7630],
    ["NFS", 0x6969],
  ])("%s is not one", async (_, type) => {
    open({ fs: reporting(type), platform: "linux" })
    expect(await acquire(KEY, alice, io)).toMatchObject({ acquired: true })
  })

  test("is not asked after elsewhere", async () => {
    open({ fs: reporting(0xff534d42), platform: "darwin" })
    expect(await acquire(KEY, alice, io)).toMatchObject({ acquired: true })
  })
})

describe("keys", () => {
  test.each(["", "../x", "a/b", "a.b", "A", "é", "a\0", "x".repeat(65)])("%j is none", async (key) => {
    for (const act of [acquire, refresh, release])
      await expect(act(key, alice, io)).rejects.toThrow(TypeError)
  })

  test.each(["0", "0123456789ab", "a_b-c", "x".repeat(64)])("%s is one", async (key) => {
    expect(await acquire(key, alice, io)).toMatchObject({ acquired: true })
    expect(store.listLocks()).toEqual([key])
  })

  test("are listed, each once, whatever else lies about", async () => {
    expect(store.listLocks()).toEqual([])
    for (const key of ["b0", "a0", "c0"]) await acquire(key, alice, io)
    await release("c0", alice, io)
    leave(FIVE)
    writeFileSync(`${dir}/session-lock-a0.d.guard`, "")
    writeFileSync(`${dir}/other.json`, "")
    mkdirSync(`${dir}/session-lock-zz.d.init-0`)
    expect(store.listLocks()).toEqual([KEY, "a0", "b0", "c0"])
  })
})

test("the directory may be moved along with its locks", async () => {
  await acquire(KEY, alice, io)
  renameSync(dir, `${dir}-moved`)
  dir = `${dir}-moved`
  open()
  expect(await acquire(KEY, bob, io)).toMatchObject({ acquired: false, holder: { session_id: "alice" } })
})
