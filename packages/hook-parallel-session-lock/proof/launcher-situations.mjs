#!/usr/bin/env node
// One call in each situation that the launcher must tell apart, through the installed script: who answered, sh or Node?
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readOptions } from "../../lock-core/proof/lib/options.mjs"
import { callHook } from "./launcher/call.mjs"
import { applied, MUTATIONS } from "./launcher/changes.mjs"
import { startClient } from "./launcher/client.mjs"
import { openJournal, readJournal } from "./launcher/journal.mjs"
import { SITUATIONS } from "./launcher/situations.mjs"
import { stage } from "./launcher/stage.mjs"
import { newLock } from "./launcher/watch-states.mjs"

const options = readOptions({ mutation: "", only: "" })
const mutation = options.mutation ? MUTATIONS.find(({ name }) => name === options.mutation) : null
if (mutation === undefined) throw new TypeError(`launcher/changes.mjs has no ${options.mutation}`)
const change = mutation ? (text) => applied(mutation, text) : undefined

if (process.platform !== "linux") {
  console.log(`launcher situations: skipped, on ${process.platform} the launcher leaves every call to Node`)
  process.exit(0)
}
const runDir = mkdtempSync(join(tmpdir(), "launcher-situations-"))
const chosen = SITUATIONS.filter(({ name }) => name.includes(options.only))
let failed = 0
try {
  for (const [at, situation] of chosen.entries()) {
    const complaint = await play(situation, join(runDir, `${at}`))
    if (complaint) failed++
    if (complaint) console.log(`  FAILED: ${situation.name}: ${complaint}`)
  }
} finally {
  rmSync(runDir, { recursive: true, force: true })
}
console.log(`launcher situations: ${chosen.length - failed} of ${chosen.length}`)
process.exit(failed > 0 ? 1 : 0)

async function play(
  { arrange, by, isDenied = false, tool = { name: "Write", file: "src/a" }, claims },
  root,
) {
  mkdirSync(root)
  const place = await stage({ root, workspaces: 2, change })
  const write = openJournal(place.journal)
  const [workspace, elsewhere] = place.workspaces
  const [client, rival] = [startClient(workspace, write), startClient(workspace, write)]
  try {
    const first = { place, client, event: "PreToolUse", tool: { name: "Write", file: "src/a" } }
    await callHook(first, write)
    const lockDir = newLock(place.locks, new Map())
    const notePath = join(place.config, "router-gate/turns", client.session)
    arrange({ workspace, elsewhere, rival, lockDir, notePath })
    const [before] = readdirSync(lockDir)
    const answer = await callHook({ ...first, tool, claims }, write)
    const { isNode } = readJournal(place.journal).calls.find(({ call }) => call === answer.call)
    const after = readdirSync(lockDir)
    if (isNode !== (by === "node" || undefined)) return `answered by ${isNode ? "Node" : "sh"}`
    if (answer.isAllowed === isDenied) return `answered ${answer.stdout || "yes"}`
    return by === "sh" && !isNext(before, after, answer.pid) ? `${before} became ${after}` : null
  } finally {
    await Promise.all([client.dies(), rival.dies()])
  }
}

/** The same lease, one generation on, and known by the shell's pid. */
function isNext(before, [after, ...more], pid) {
  const [format, generation, ...lease] = before.split(".")
  const next = [format, Number(generation) + 1, ...lease.slice(0, -1), pid].join(".")
  return after === next && more.length === 0
}
