import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { distOf, loadLockCore } from "../lib/lock-core.mjs"
import { aftermath } from "./aftermath.mjs"
import { realWorld } from "./real-world.mjs"
import { scenarios } from "./scenarios.mjs"
import { removeTemporary, temporaryDirectory } from "./world.mjs"

const VICTIM = fileURLToPath(new URL("./victim.mjs", import.meta.url))

/** The kill points once more, with processes that really die by SIGKILL and are really judged dead. */
export async function killMatrix(options) {
  const dist = distOf(options.dist)
  const core = await loadLockCore(dist)
  const tally = { points: 0, kills: 0, errors: 0, violations: [] }
  const anchors = ["rival1", "rival2", "alive"].map((name) => [
    name,
    spawn("sleep", ["1000000"], { stdio: "ignore" }),
  ])
  try {
    const probes = core.systemProbes()
    const identities = Object.fromEntries(
      anchors.map(([name, { pid }]) => [name, core.identifyProcess(pid, probes)]),
    )
    identities.dead = await deadProcess(core)
    const shared = { core, dist, identities, tally }
    // Every point costs the start of a process, so two at a time.
    const queue = scenarios.filter(({ beaten }) => !beaten)
    const next = async () => {
      for (let scenario = queue.shift(); scenario; scenario = queue.shift())
        await killEverywhere(scenario, shared)
    }
    await Promise.all([next(), next()])
  } finally {
    for (const [, anchor] of anchors) anchor.kill("SIGKILL")
  }
  return tally
}

async function deadProcess(core) {
  const child = spawn("sleep", ["1000000"], { stdio: "ignore" })
  const identity = core.identifyProcess(child.pid, core.systemProbes())
  const isOver = new Promise((resolve) => child.on("exit", resolve))
  child.kill("SIGKILL")
  await isOver
  return identity
}

/** Call after call, until the operation comes to its end alive. */
async function killEverywhere(scenario, shared) {
  for (const kind of ["kill-before", "kill-torn", "kill-after"]) {
    for (let at = 0; ; at++) {
      const { killed, wrong } = await killAt(scenario, { kind, at }, shared)
      if (!killed) break
      shared.tally.points++
      shared.tally.kills++
      for (const what of wrong)
        shared.tally.violations.push(`${scenario.name}, ${kind} at call ${at}: ${what}`)
    }
  }
}

async function killAt(scenario, fault, { core, dist, identities }) {
  const dir = temporaryDirectory()
  try {
    const previous = /dead/.test(scenario.name) ? identities.dead : identities.alive
    const told = { dist, dir, scenario: scenario.name, fault, identities: { ...identities, previous } }
    const { signal, text } = await run(told)
    if (signal !== "SIGKILL") return { killed: false }
    const { prepared, offsetMs } = JSON.parse(text)
    const world = realWorld(core, { dir, offsetMs, identities })
    const outcome = { killed: true }
    return {
      killed: true,
      wrong: await aftermath(world, { scenario, prepared, outcome, beater: null, isOurs: true }),
    }
  } finally {
    removeTemporary(dir)
  }
}

function run(told) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [VICTIM, JSON.stringify(told)], {
      stdio: ["ignore", "pipe", "inherit"],
    })
    let text = ""
    child.stdout.on("data", (chunk) => {
      text += chunk
    })
    child.on("close", (code, signal) =>
      code ? reject(new Error(`the victim ended with ${code}`)) : resolve({ signal, text }),
    )
  })
}
