import { beforeEach, expect, test } from "vitest"
import type { ProcessIdentity } from "../src/liveness.ts"
import type { Claim } from "../src/plan.ts"
import { acquire, refresh, release } from "../src/protocol.ts"
import type { LockRecord } from "../src/record.ts"
import type { LockIo } from "../src/store.ts"
import { fileStore } from "../src/stores/file.ts"
import { type Machine, NOON, simulateMachine } from "../src/testing/machine.ts"
import { temporaryDirectory } from "./temporary-directory.ts"

/*
 * A story is a transcript: when, who, does what → what comes of it. It is played on the file store, on a machine whose
 * clock and processes obey, and must come out as it is written.
 *
 *   alice     the session alice in a process of her own; alice' is the same session in another process
 *   edits     acquires before a change          runs 10m   acquires for a call that says how long it may take
 *   delegates acquires for a call of unknown length, `is answered` ends it
 *   finishes  refreshes after a change          stops      releases
 */

const KEY = "0123456789ab"

interface Stage {
  readonly machine: Machine
  readonly io: LockIo
  readonly processes: Map<string, ProcessIdentity>
  /** Session ids that are no longer what the actor is called. */
  readonly renamed: Map<string, string>
  readonly tokens: Map<string, number>
}
let stage: Stage

beforeEach(() => {
  const machine = simulateMachine()
  const io = machine.io(fileStore({ dir: temporaryDirectory(), wallMs: machine.wallMs }))
  stage = { machine, io, processes: new Map(), renamed: new Map(), tokens: new Map() }
})

function start(actor: string, parent?: string): ProcessIdentity {
  const pid = 100 + [...actor].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 90_000, 7)
  const identity = stage.machine.start(pid, parent === undefined ? 1 : stage.processes.get(parent)?.pid)
  stage.processes.set(actor, identity)
  return identity
}

function claimOf(actor: string): Claim {
  const process = stage.processes.get(actor) ?? start(actor)
  return { sessionId: stage.renamed.get(actor) ?? actor.replace("'", ""), process }
}

const clock = (ms: number) => new Date(ms).toISOString().slice(11, 19).replace(/:00$/, "")
const minutes = (text: string) => Number.parseInt(text, 10) * 60_000

async function acquires(actor: string, call: Partial<Claim> = {}): Promise<string> {
  const result = await acquire(KEY, { ...claimOf(actor), ...call }, stage.io)
  if (!result.acquired) {
    const whose = {
      other: result.holder.session_id,
      twin: "a twin",
      guest: `its host ${result.holder.session_id}`,
    }
    return `held by ${whose[result.relation]} until ${clock(result.heldUntil)}`
  }
  const isNew = stage.tokens.get("last") !== result.lock.token
  stage.tokens.set("last", result.lock.token as number).set(actor, result.lock.token as number)
  if (!isNew) return "still"
  return result.takenOver
    ? `granted, ${result.takenOver.record.session_id}'s was ${result.takenOver.because}`
    : "granted"
}
const left = (holder: LockRecord | null, superseded?: true) =>
  superseded ? "superseded" : holder ? `lost to ${holder.session_id}` : "nothing there"

/** What happens offstage comes to nothing that a line would tell. */
const quietly = (..._: unknown[]): undefined => undefined

const VERBS: Record<
  string,
  (actor: string, object: string) => string | undefined | Promise<string | undefined>
> = {
  edits: (actor) => acquires(actor),
  runs: (actor, how) => acquires(actor, { callTimeoutMs: minutes(how) }),
  delegates: (actor) => acquires(actor, { unboundedCall: "begins" }),
  async is(actor) {
    const result = await refresh(KEY, { ...claimOf(actor), unboundedCall: "ends" }, stage.io)
    return result.refreshed ? "still" : left(result.holder)
  },
  async finishes(actor) {
    const result = await refresh(KEY, { ...claimOf(actor), token: stage.tokens.get(actor) }, stage.io)
    return result.refreshed ? "still" : left(result.holder, result.superseded)
  },
  async stops(actor) {
    const result = await release(KEY, claimOf(actor), stage.io)
    return result.released ? "freed" : left(result.holder)
  },
  /** A Stop that was asked for at an earlier grant and comes late. */
  async belatedly(actor) {
    const result = await release(
      KEY,
      { ...claimOf(actor), token: (stage.tokens.get(actor) ?? 0) - 1 },
      stage.io,
    )
    return result.released ? "freed" : left(result.holder, result.superseded)
  },
  starts: (actor, other) => quietly(start(other, actor)),
  clears: (actor) => quietly(stage.renamed.set(actor, `${actor}-anew`)),
  dies: (actor) => quietly(stage.machine.kill(claimOf(actor).process?.pid as number)),
  restarts: (actor) => quietly(start(actor)),
  reboots: () => quietly(stage.machine.reboot(), stage.processes.clear()),
  sets: (_, by) => quietly(stage.machine.setWallClock(minutes(by))),
}

/** Plays the left of every line and writes down the right. */
async function play(story: string): Promise<string> {
  const lines = story
    .trim()
    .split("\n")
    .map((line) => line.trim())
  const played: string[] = []
  let time = NOON
  for (const line of lines) {
    const [acting = ""] = line.split("→")
    const [at = "", actor = "", verb = "", object = ""] = acting.trim().split(/\s+/)
    const due = Date.parse(`2026-11-23T${at.length === 5 ? `${at}:00` : at}Z`)
    stage.machine.pass(due - time)
    time = due
    const came = await (VERBS[verb] as (typeof VERBS)[string])(actor, object)
    played.push(came === undefined ? acting.trim() : `${acting.trimEnd()} → ${came}`)
  }
  return played.join("\n")
}

const stories: Record<string, string> = {
  "two sessions in one workspace": `
    12:00:00 alice edits → granted
    12:00:10 alice finishes → still
    12:00:20 bob edits → held by alice until 12:05:10
    12:01:00 alice edits → still
    12:01:05 bob edits → held by alice until 12:06
    12:02:00 alice stops → freed
    12:02:01 bob edits → granted
    12:02:02 alice edits → held by bob until 12:07:01
    12:02:03 alice stops → lost to bob
    12:02:04 bob finishes → still`,

  "alice crashes, and nobody waits": `
    12:00 alice edits → granted
    12:01 alice dies
    12:01 bob edits → granted, alice's was dead
    12:02 alice restarts
    12:02 alice edits → held by bob until 12:06
    12:03 bob stops → freed
    12:03 alice edits → granted`,

  "alice is interrupted, and bob waits five minutes": `
    12:00 alice edits → granted
    12:04:59 bob edits → held by alice until 12:05
    12:05:01 bob edits → granted, alice's was expired
    12:05:02 alice finishes → lost to bob
    12:05:03 alice stops → lost to bob
    12:05:04 bob finishes → still`,

  "alice is interrupted, and comes back before anybody else": `
    12:00 alice edits → granted
    12:30 alice finishes → still
    12:34 bob edits → held by alice until 12:35`,

  "a ten-minute build is covered, with its margin": `
    12:00 alice runs 10m → granted
    12:01 alice edits → still
    12:10:59 bob edits → held by alice until 12:11
    12:11:01 bob edits → granted, alice's was expired`,

  "a call of unknown length is covered while alice lives": `
    12:00 alice delegates → granted
    12:30 bob edits → held by alice until 14:00
    13:59 bob edits → held by alice until 14:00
    14:01 bob edits → granted, alice's was expired`,

  "a call of unknown length ends, and five minutes count again": `
    12:00 alice delegates → granted
    12:40 alice is answered → still
    12:44 bob edits → held by alice until 12:45
    12:46 bob edits → granted, alice's was expired`,

  "alice dies during a call of unknown length": `
    12:00 alice delegates → granted
    12:10 alice dies
    12:10 bob edits → granted, alice's was dead`,

  "a cleared conversation keeps its lease": `
    12:00 alice edits → granted
    12:01 alice clears
    12:01 alice edits → still
    12:02 alice stops → freed`,

  "alice quits, resumes in a new process, and goes on": `
    12:00 alice edits → granted
    12:01 alice dies
    12:02 alice' edits → granted
    12:03 alice' stops → freed`,

  "alice is resumed while she is still running": `
    12:00 alice edits → granted
    12:01 alice' edits → held by a twin until 12:05
    12:01 alice' stops → lost to alice
    12:02 alice stops → freed
    12:02 alice' edits → granted
    12:03 alice edits → held by a twin until 12:07`,

  "a client that alice started waits for nobody and takes nothing": `
    12:00 alice edits → granted
    12:01 alice starts carol
    12:01 carol edits → held by its host alice until 12:05
    12:20 carol edits → held by its host alice until 12:20
    12:20 carol stops → lost to alice
    12:20 bob edits → granted, alice's was expired
    12:21 carol edits → held by bob until 12:25`,

  "a stop that comes too late frees nothing": `
    12:00 alice edits → granted
    12:01 alice stops → freed
    12:01 alice edits → granted
    12:01 alice belatedly stops → superseded
    12:02 bob edits → held by alice until 12:06`,

  "alice's pid is given to another": `
    12:00 alice edits → granted
    12:01 alice dies
    12:01 alice restarts
    12:02 bob edits → granted, alice's was dead`,

  "somebody sets the clock forward": `
    12:00 alice edits → granted
    12:01 somebody sets 10m
    12:02 bob edits → held by alice until 12:15
    12:02 alice finishes → still`,

  "somebody sets the clock back": `
    12:00 alice edits → granted
    12:01 somebody sets -600m
    12:04 bob edits → held by alice until 02:05
    12:06 bob edits → granted, alice's was expired
    12:07 bob stops → freed
    12:07 alice edits → granted`,

  "the machine restarts": `
    12:00 alice edits → granted
    12:01 somebody reboots
    12:02 bob edits → held by alice until 12:05:05
    12:05:06 bob edits → granted, alice's was expired`,

  "the machine restarts, and alice is resumed": `
    12:00 alice edits → granted
    12:01 somebody reboots
    12:02 alice edits → granted
    12:03 bob edits → held by alice until 12:07`,
}

test.each(Object.entries(stories))("%s", async (_, story) => {
  const written = story
    .trim()
    .split("\n")
    .map((line) => line.trim())
    .join("\n")
  expect(await play(story)).toBe(written)
})
