// A hammer for a store on a server: hosts with clocks that are off, short leases, SIGKILLs and SIGSTOPs from outside, and
// a server that is killed and comes back. What happened is judged from the hosts' journals; see judge.mjs.
import { fork } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { judge } from "./judge.mjs"

const CLOCKS_OFF_MS = [600_000, 0, -600_000]
const defaults = {
  seconds: 600,
  grants: 20_000, // stops when there have been so many
  workers: 6, // hosts
  locks: 24,
  locksEach: 12, // how many of them a host plays on
  ttlMs: 1_000,
  limitMs: 3_000,
  killEveryMs: 15_000, // a host, by SIGKILL; another comes in its place
  stopEveryMs: 8_000, // a host, by SIGSTOP, for up to two leases
  killServerEveryMs: 60_000,
  control: "",
}

/**
 * Hammers the store that `adapter` opens on `server`.
 * @returns what judge.mjs found, with the numbers of signals
 */
export async function hammer({ adapter, server, place, ...given }) {
  const options = { ...defaults, ...given }
  const dir = mkdtempSync(join(tmpdir(), "router-gate-remote-hammer-"))
  const kills = new Map()
  const journals = []
  const hosts = []
  const done = { sigkills: 0, sigstops: 0, serverKills: 0 }
  const nowMs = () => Number(process.hrtime.bigint()) / 1e6
  const startedAt = nowMs()
  await (await import(adapter)).prepare(place)

  function startHost(seat) {
    const name = `host${journals.length}`
    const journal = join(dir, `${name}.jsonl`)
    journals.push(journal)
    const keys = Array.from({ length: options.locksEach }, (_, at) => `lock${(seat + at) % options.locks}`)
    const clockOffMs = CLOCKS_OFF_MS[seat % CLOCKS_OFF_MS.length]
    const { ttlMs, limitMs, control } = options
    const config = { adapter, place, name, clockOffMs, journal, keys, ttlMs, limitMs, control }
    const child = fork(new URL("./worker.mjs", import.meta.url), [JSON.stringify(config)])
    hosts[seat] = { name, child }
  }
  /** A death counts from before the signal was sent. */
  function killHost(seat) {
    const { name, child } = hosts[seat]
    kills.set(name, nowMs())
    child.kill("SIGKILL")
    child.kill("SIGCONT")
  }
  const anySeat = () => Math.floor(Math.random() * options.workers)
  const timers = []
  const every = (ms, run) => ms > 0 && timers.push(setInterval(run, ms))

  for (let seat = 0; seat < options.workers; seat++) startHost(seat)
  every(options.killEveryMs, () => {
    const seat = anySeat()
    killHost(seat)
    done.sigkills += 1
    startHost(seat)
  })
  every(options.stopEveryMs, () => {
    const { child } = hosts[anySeat()]
    child.kill("SIGSTOP")
    done.sigstops += 1
    setTimeout(() => child.kill("SIGCONT"), Math.random() * 2 * options.ttlMs)
  })
  let back = Promise.resolve()
  every(options.killServerEveryMs, () => {
    done.serverKills += 1
    back = back.then(() => server.kill()).then(() => server.start())
  })

  const readAll = () =>
    journals.flatMap((journal) =>
      linesOf(journal).flatMap((line, at, all) => entryOf(line, at === all.length - 1)),
    )
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, options.control ? 3_000 : 10_000))
    const grants = readAll().filter(({ isNew }) => isNew).length
    const seconds = Math.round((nowMs() - startedAt) / 1000)
    console.log(`  ${seconds} s: ${grants} grants`)
    if (grants >= options.grants || seconds >= options.seconds) break
  }
  for (const timer of timers) clearInterval(timer)
  await back
  for (let seat = 0; seat < options.workers; seat++) killHost(seat)
  const total = { ...judge(readAll(), kills), ...done, seconds: Math.round((nowMs() - startedAt) / 1000) }
  const isClean = total.doubleGrants.length + total.tokensBack.length === 0
  if (isClean || options.control) rmSync(dir, { recursive: true, force: true })
  else console.log(`  the journals are kept: ${dir}`)
  return total
}

function linesOf(journal) {
  try {
    return readFileSync(journal, "utf8").split("\n").filter(Boolean)
  } catch (error) {
    if (error.code === "ENOENT") return [] // killed before it had anything to say
    throw error
  }
}

/** The last line of a killed host may be torn; it told nobody of what it was about to write. */
function entryOf(line, isLast) {
  try {
    return [JSON.parse(line)]
  } catch (error) {
    if (isLast) return []
    throw error
  }
}
