import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { existsSync } from "node:fs"
import { Worker } from "node:worker_threads"
import { beforeAll, describe, expect, test } from "vitest"
import { systemInstant } from "../src/instant.ts"
import { leaseFor } from "../src/lease.ts"
import { acquire, release } from "../src/protocol.ts"
import { fileStore } from "../src/stores/file.ts"
import { systemIo } from "../src/system-io.ts"
import { temporaryDirectory } from "./temporary-directory.ts"

const fixture = (name: string): URL => new URL(`./fixtures/${name}`, import.meta.url)
type Adapter = "fileStore" | "readThenWrite"
interface Contest {
  readonly dir: string
  readonly keys: readonly string[]
  readonly contenders: number
  readonly adapter: Adapter
}
/** For each contender the keys of the locks that it was granted. */
type Grants = readonly (readonly string[])[]

beforeAll(() => {
  if (!existsSync(new URL("../dist/index.js", import.meta.url)))
    throw new Error("build first: the contenders run dist")
})

/** Processes that all acquire each key at the same instant of the clock that they share. */
async function betweenProcesses({ contenders, keys, ...contest }: Contest): Promise<Grants> {
  const everyMs = contenders > 2 ? 4 : 2
  const children: ChildProcess[] = Array.from({ length: contenders }, () =>
    fork(fixture("contender-process.mjs")),
  )
  try {
    await Promise.all(children.map((child) => once(child, "message")))
    const firstAtMs = Number(process.hrtime.bigint()) / 1e6 + 50
    const answers = children.map((child) => once(child, "message"))
    for (const [index, child] of children.entries()) {
      child.send({ ...contest, keys, firstAtMs, everyMs, sessionId: `session-${index}`, withProcess: true })
    }
    return (await Promise.all(answers)).map(([answer]) => (answer as { granted: string[] }).granted)
  } finally {
    for (const child of children) child.kill("SIGKILL")
  }
}

/** Threads that wait for each other before every key. They are one process, so only their sessions tell them apart. */
async function betweenThreads({ contenders, keys, ...contest }: Contest): Promise<Grants> {
  const shared = new SharedArrayBuffer(4 * keys.length)
  const workers = Array.from({ length: contenders }, (_, index) => {
    const workerData = {
      ...contest,
      keys,
      threads: contenders,
      shared,
      sessionId: `session-${index}`,
      withProcess: false,
    }
    return new Worker(fixture("contender-thread.mjs"), { workerData })
  })
  const answers = await Promise.all(workers.map((worker) => once(worker, "message")))
  return answers.map(([answer]) => (answer as { granted: string[] }).granted)
}

/** How many rounds ended with that many granted: `{ 1: 500 }` is as it should be. */
function tally(keys: readonly string[], grants: Grants): Record<number, number> {
  const winners = new Map(keys.map((key) => [key, 0]))
  for (const key of grants.flat()) winners.set(key, (winners.get(key) ?? 0) + 1)
  const rounds: Record<number, number> = {}
  for (const count of winners.values()) rounds[count] = (rounds[count] ?? 0) + 1
  return rounds
}
const keysOf = (rounds: number): string[] => Array.from({ length: rounds }, (_, round) => `round-${round}`)

/** What the contenders find: nothing, a lock that was given back, or a lease that has run out. */
async function prepare(dir: string, keys: readonly string[], found: string): Promise<void> {
  const store = fileStore({ dir })
  const claim = { sessionId: "before", ttlMs: 0 }
  for (const key of keys) {
    if (found === "a free lock") {
      await acquire(key, claim, systemIo(store))
      await release(key, claim, systemIo(store))
    }
    if (found === "an expired lease") {
      const now = systemInstant()
      const past = { ...now, wallMs: now.wallMs - 10_000, monoMs: (now.monoMs ?? 0) - 10_000 }
      store.writeLock(key, leaseFor(claim, past, { token: 1, heldSince: 1 }), null)
    }
  }
}

describe("of those who come at the same instant exactly one is granted", () => {
  test.each([
    // found              contenders                how many  rounds
    ["nothing at all", "processes", betweenProcesses, 2, 600],
    ["nothing at all", "processes", betweenProcesses, 4, 200],
    ["a free lock", "processes", betweenProcesses, 2, 200],
    ["an expired lease", "processes", betweenProcesses, 2, 200],
    ["an expired lease", "processes", betweenProcesses, 4, 100],
    ["nothing at all", "threads", betweenThreads, 2, 300],
    ["nothing at all", "threads", betweenThreads, 4, 200],
    ["a free lock", "threads", betweenThreads, 2, 200],
    ["an expired lease", "threads", betweenThreads, 4, 200],
  ] as const)("%s, %s", async (found, _, contest, contenders, rounds) => {
    const dir = temporaryDirectory()
    const keys = keysOf(rounds)
    await prepare(dir, keys, found)
    const grants = await contest({ dir, keys, contenders, adapter: "fileStore" })
    expect(tally(keys, grants)).toEqual({ 1: rounds })
    const store = fileStore({ dir })
    for (const [index, granted] of grants.entries()) {
      for (const key of granted) expect(store.readLock(key)?.record?.session_id).toBe(`session-${index}`)
    }
  })
})

describe("the same contest over read-then-write has two winners", () => {
  test.each([
    ["processes", betweenProcesses],
    ["threads", betweenThreads],
  ] as const)("among %s", async (_, contest) => {
    let doubles = 0
    for (let times = 0; times < 10 && doubles === 0; times++) {
      const keys = keysOf(300)
      const dir = temporaryDirectory()
      const rounds = tally(keys, await contest({ dir, keys, contenders: 2, adapter: "readThenWrite" }))
      doubles = rounds[2] ?? 0
    }
    expect(doubles).toBeGreaterThan(0)
  })
})
