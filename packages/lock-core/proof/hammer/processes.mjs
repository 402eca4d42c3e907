import { spawn } from "node:child_process"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { loadLockCore } from "../lib/lock-core.mjs"
import { randomFrom } from "../lib/random.mjs"
import { nowNs, sleep } from "../lib/time.mjs"
import { openJournal } from "./journal.mjs"

const OPERATION = fileURLToPath(new URL("./operation.mjs", import.meta.url))

/** A process has to start within a lease, or every lease is over before its holder can do anything. */
const LEASE_MS = 1000

/** Agents whose every step is a process of its own, on one lock. Same journal, same judge. */
export async function processesRound(options, dir, seed) {
  mkdirSync(dir, { recursive: true })
  const journal = join(dir, "journal.txt")
  const write = openJournal(journal)
  const random = randomFrom(seed)
  const core = await loadLockCore(options.dist)
  const probes = core.systemProbes()
  const end = performance.now() + options.roundSeconds * 1000
  const { adapter, dist, delayRate, maxDelay } = options
  const shared = { journal, adapter, dist, delayRate, maxDelayMs: maxDelay, ttlMs: LEASE_MS }

  async function agent(index) {
    for (let incarnation = 1; performance.now() < end; incarnation++) {
      const anchor = spawn("cat", [], { stdio: ["pipe", "ignore", "ignore"] })
      const party = `a${index}i${incarnation}`
      const holder = options.holder === "helper" ? undefined : core.identifyProcess(anchor.pid, probes)
      let step = 0
      const run = (operation, token) => {
        const who = { party, sessionId: party, holder, isHelper: true, member: `${party}s${++step}` }
        // One operation in twenty is killed in the middle.
        const killRate = random.chance(0.05) ? 0.15 : 0
        const seed = random.below(2 ** 32)
        return runOperation({
          ...shared,
          ...who,
          dir: join(dir, "d0"),
          key: "k",
          operation,
          token,
          killRate,
          seed,
        })
      }
      while (performance.now() < end && !random.chance(0.04)) await turn(run, random)
      write("K", party, nowNs(), "agent")
      anchor.kill("SIGKILL")
    }
  }

  await Promise.all(Array.from({ length: Math.max(2, options.workers) }, (_, index) => agent(index)))
  return { journal, endNs: nowNs() }
}

/** A turn of an agent: take, work (one or two tools at once, each renewing), give back or forget to. */
async function turn(run, random) {
  const token = await run("acquire")
  if (token === null) return sleep(random.between(5, 60))
  await sleep(random.between(0, 80))
  if (random.chance(0.4)) {
    const parallel = random.chance(0.5) ? 2 : 1
    await Promise.all(Array.from({ length: parallel }, () => run(random.chance(0.5) ? "refresh" : "acquire")))
  }
  if (random.chance(0.1)) await sleep(random.between(0.9, 1.5) * LEASE_MS)
  if (random.chance(0.8)) await run("release", random.chance(0.7) ? token : undefined)
}

/** The token that was granted, or null. */
function runOperation(config) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [OPERATION, JSON.stringify(config)], {
      stdio: ["ignore", "pipe", "inherit"],
    })
    let text = ""
    child.stdout.on("data", (chunk) => {
      text += chunk
    })
    child.on("close", () => resolve(/^\d+$/.test(text.trim()) ? Number(text) : null))
  })
}
