// Runs the stories against the real client, one after the other: `node test/client/run.mjs --help`.
import { readdirSync, writeFileSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { printCost } from "./cost.mjs"
import { wellSpoken } from "./expect.mjs"
import { gateIn, noGate, packGate } from "./gate.mjs"
import { installClient, NEWEST_TESTED, OLDEST_TESTED } from "./install-client.mjs"
import { makeWorld } from "./world.mjs"

const HELP = `node test/client/run.mjs [options]
  --client VERSION   the client to drive (default ${NEWEST_TESTED}; tried down to ${OLDEST_TESTED})
  --only NAME        only stories whose file name contains NAME; may be repeated
  --cost ROUNDS      calls of each kind by which to tell what the gate costs (default 20; 0: not at all)
  --report FILE      write the results as JSON
  --gate DIR         use the router-gate installed in DIR instead of packing this repository
  --no-gate          the control: install nothing; every story has to fail
  --keep             leave each story's folder behind and say where it is`

const STORY_LIMIT_MS = 180_000
const here = fileURLToPath(new URL(".", import.meta.url))

const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "--"), // pnpm passes the separator on
  options: {
    client: { type: "string", default: NEWEST_TESTED },
    only: { type: "string", multiple: true },
    cost: { type: "string", default: "20" },
    report: { type: "string" },
    gate: { type: "string" },
    "no-gate": { type: "boolean" },
    keep: { type: "boolean" },
    help: { type: "boolean" },
  },
})

// What a run that is broken off must not leave behind: clients, and their terminals.
const leftovers = { endWorld: async () => {}, scratch: undefined }
for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, async () => {
    await leftovers.endWorld()
    if (leftovers.scratch) await rm(leftovers.scratch, { recursive: true, force: true })
    process.exit(130)
  })

async function runStory(story, { bin, gate, root }) {
  const skip = story.skip?.({ client: options.client })
  if (skip) return { result: "skipped", reason: skip }
  const world = await makeWorld({ bin, gate, root, keep: options.keep })
  leftovers.endWorld = world.close
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not over after ${STORY_LIMIT_MS} ms`)), STORY_LIMIT_MS)
  })
  try {
    await Promise.race([story.tell(world, { client: options.client }), late])
    if (!story.hooksMayFail) for (const session of world.started) wellSpoken(session)
    return { result: "passed" }
  } catch (error) {
    return { result: "failed", reason: error.message, stack: error.stack }
  } finally {
    clearTimeout(timer)
    await world.close()
  }
}

async function main() {
  const scratch = await mkdtemp(join(tmpdir(), "client-")) // short: the client makes sockets below it
  leftovers.scratch = scratch
  try {
    const bin = installClient(options.client, { log: console.log })
    const gate = options["no-gate"]
      ? noGate
      : gateIn(options.gate ?? packGate(join(here, "../.."), join(scratch, "gate")))
    console.log(`client ${options.client}, gate ${gate.version}, node ${process.versions.node}`)
    const stories = []
    for (const file of readdirSync(join(here, "stories")).sort()) {
      const name = file.replace(/\.mjs$/, "")
      if (options.only && !options.only.some((part) => name.includes(part))) continue
      const story = await import(`./stories/${file}`)
      const began = performance.now()
      const outcome = await runStory(story, { bin, gate, root: join(scratch, name) })
      const seconds = (performance.now() - began) / 1000
      console.log(`${outcome.result.padEnd(7)} ${name}: ${story.title} (${seconds.toFixed(1)} s)`)
      if (outcome.reason)
        console.log(`        ${(outcome.stack ?? outcome.reason).replaceAll("\n", "\n        ")}`)
      stories.push({ story: name, title: story.title, ...outcome, stack: undefined, seconds: round(seconds) })
    }
    // No story: it asserts nothing, since a time depends on the machine.
    const rounds = options.only || options["no-gate"] ? 0 : Number(options.cost)
    if (rounds > 0) await printCost({ bin, client: options.client, rounds })
    return report({ gate: gate.version, stories })
  } finally {
    if (options.keep) console.log(`kept ${scratch}`)
    else await rm(scratch, { recursive: true, force: true })
  }
}

const round = (seconds) => Math.round(seconds * 10) / 10

function report({ gate, stories }) {
  const count = (result) => stories.filter((story) => story.result === result).length
  const [passed, failed, skipped] = ["passed", "failed", "skipped"].map(count)
  if (options.report) {
    const { platform, arch, versions } = process
    const setting = { client: options.client, gate, node: versions.node, platform: `${platform}-${arch}` }
    const summary = { ...setting, date: new Date().toISOString(), passed, failed, skipped, stories }
    writeFileSync(options.report, `${JSON.stringify(summary, null, 2)}\n`)
  }
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  return failed > 0 || passed === 0 ? 1 : 0
}

if (options.help) console.log(HELP)
else process.exitCode = await main()
