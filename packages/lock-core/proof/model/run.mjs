#!/usr/bin/env node
// Checks the model of the protocol with spin: every interleaving of two sessions with two helpers each.
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { readOptions } from "../lib/options.mjs"

const MODEL = fileURLToPath(new URL("./lease.pml", import.meta.url))
const options = readOptions({ quick: false, only: "" })

/** Sizes by what they are for; a hash table of 2^w slots of 8 bytes. */
const SMALL = { OPS: 3, MAXGEN: 3, w: 22 }
const MIDDLE = { OPS: 4, MAXGEN: 4, w: 24 }

const must = options.quick
  ? [
      { name: "rename by name", size: SMALL },
      { name: "with stale listings", flags: ["STALE"], size: SMALL },
      { name: "rename by handle, guarded", flags: ["BYHANDLE", "GUARD"], size: SMALL },
    ]
  : [
      { name: "rename by name", size: MIDDLE },
      { name: "rename by handle, guarded", flags: ["BYHANDLE", "GUARD"], size: MIDDLE },
      { name: "with stale listings", flags: ["STALE"], size: MIDDLE },
    ]
const controls = [
  { name: "rename by handle, no guard", flags: ["BYHANDLE"], size: MIDDLE },
  { name: "a launcher that outlives the lease it saw", flags: ["HOTLATE"], size: MIDDLE },
  { name: "granted on sight", flags: ["FASTPATH"], size: MIDDLE },
  { name: "directory first, state afterwards", flags: ["NAIVEBOOT"], size: MIDDLE },
  { name: "release by unlink", flags: ["UNLINK"], size: MIDDLE },
  ...(options.quick
    ? []
    : [{ name: "tokens not compared", flags: ["NOTOKEN"], size: { OPS: 6, MAXGEN: 5, w: 24 } }]),
]

function has(command) {
  return spawnSync("sh", ["-c", `command -v ${command}`]).status === 0
}

if (!has("spin") || !has("cc")) {
  console.log(
    `model: skipped, there is no ${has("spin") ? "C compiler" : "spin"} here (Debian: apt install spin gcc)`,
  )
  process.exit(0)
}

const dir = mkdtempSync(join(tmpdir(), "lock-model-"))
function run(command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: dir, encoding: "utf8", maxBuffer: 1e8 })
  if (status !== 0) throw new Error(`${command}: ${stdout}${stderr}`)
  return stdout
}

function check({ flags = [], size }) {
  const { w, ...limits } = size
  const sizes = Object.entries(limits).map(([key, value]) => `-D${key}=${value}`)
  run("spin", ...sizes, ...flags.map((flag) => `-D${flag}`), "-a", MODEL)
  run("cc", "-O2", "-w", "-DSAFETY", "-DCOLLAPSE", "-o", "pan", "pan.c")
  const start = performance.now()
  const text = run("./pan", "-E", "-m2000000", `-w${w}`)
  const errors = Number(/errors: (\d+)/.exec(text)?.[1])
  const states = Number(/(\S+) states, stored/.exec(text)?.[1])
  const isWhole = !/max search depth too small|out of memory/.test(text)
  return { errors, states, isWhole, seconds: (performance.now() - start) / 1000 }
}

let failed = false
let total = 0
try {
  for (const [list, wantsError] of [
    [must, false],
    [controls, true],
  ]) {
    for (const one of list.filter(({ name }) => name.includes(options.only))) {
      const result = check(one)
      const { errors, states, isWhole, seconds } = result
      const isGood = wantsError ? errors > 0 : errors === 0 && isWhole && states > 0
      failed ||= !isGood
      if (!wantsError) total += states
      const verdict = wantsError ? (isGood ? "refuted, as it must be" : "NOT REFUTED") : `${errors} errors`
      const scope = isWhole ? "" : ", NOT THE WHOLE SPACE"
      console.log(
        `model ${name(one, wantsError)}: ${verdict} in ${states.toLocaleString("en")} states${scope}, ${seconds.toFixed(0)} s`,
      )
    }
  }
} finally {
  rmSync(dir, { recursive: true, force: true })
}
console.log(`model: ${total.toLocaleString("en")} states of the protocol, ${failed ? "FAILED" : "0 bad"}`)
process.exit(failed ? 1 : 0)

function name({ name }, isControl) {
  return isControl ? `control "${name}"` : `"${name}"`
}
