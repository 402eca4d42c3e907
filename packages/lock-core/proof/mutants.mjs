#!/usr/bin/env node
// Takes away one safety line after the other, and wants each time that some layer notices. Without this nobody knows
// whether the other layers can fail at all.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { PACKAGE } from "./lib/lock-core.mjs"
import { readOptions } from "./lib/options.mjs"
import { hammer, layers, noticed } from "./mutants/layers.mjs"
import { mutants } from "./mutants/table.mjs"

const options = readOptions({ only: "", all: false, seconds: 12, seed: 1, json: "" })
const require = createRequire(import.meta.url)
const esbuild = createRequire(require.resolve("tsup/package.json"))("esbuild")
const vitest = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs")

/** The package as it is, in a place of its own where it still finds what it depends on. */
function copyPackage() {
  const root = mkdtempSync(join(tmpdir(), "lock-mutant-"))
  const copy = join(root, "packages/lock-core")
  for (const name of ["src", "test", "package.json", "vitest.config.ts", "tsconfig.json"]) {
    cpSync(join(PACKAGE, name), join(copy, name), { recursive: true })
  }
  mkdirSync(join(root, "packages"), { recursive: true })
  for (const shared of ["tsconfig.base.json", "test/seed-properties.mjs"]) {
    cpSync(join(PACKAGE, "../..", shared), join(root, shared))
  }
  symlinkSync(join(PACKAGE, "node_modules"), join(copy, "node_modules"))
  symlinkSync(join(PACKAGE, "../../node_modules"), join(root, "node_modules"))
  return { root, copy, dist: join(copy, "dist") }
}

async function build({ copy, dist }) {
  const entryPoints = { index: join(copy, "src/index.ts"), "stores/file": join(copy, "src/stores/file.ts") }
  entryPoints["stores/memory"] = join(copy, "src/stores/memory.ts")
  const shared = { bundle: true, splitting: true, platform: "node", format: "esm", target: "node20" }
  await esbuild.build({ ...shared, entryPoints, outdir: dist, logLevel: "error" })
}

function mutate({ copy }, { name, file, find, replace }) {
  const path = join(copy, "src", file)
  const source = readFileSync(path, "utf8")
  const count = source.split(find).length - 1
  if (count !== 1)
    throw new Error(
      `"${name}": its anchor occurs ${count} times in ${file}; the table must follow the source`,
    )
  writeFileSync(
    path,
    source.replace(find, () => replace),
  )
}

/** Which layers notice, and by what; the first only, unless all are asked for. */
async function fate(mutant) {
  if (mutant.hammer) {
    // The hammer's controls succeed when they are caught.
    const escaped = await noticed(hammer(["--seconds", `${options.seconds * 3}`, ...mutant.hammer]))
    return escaped ? [] : [["hammer", "double grants"]]
  }
  const place = copyPackage()
  try {
    if (mutant.find) mutate(place, mutant)
    await build(place)
    const killers = []
    const names = options.all && mutant.find ? Object.keys(layers) : mutant.layers
    for (const name of names) {
      const complaint = await noticed(layers[name]({ ...place, ...options, vitest }))
      if (complaint === null) continue
      killers.push([name, complaint])
      if (!options.all) break
    }
    return killers
  } finally {
    rmSync(place.root, { recursive: true, force: true })
  }
}

const chosen = mutants.filter(({ name }) => name.includes(options.only))

// A layer that fails on the package as it is would "kill" everything.
const used = options.all ? Object.keys(layers) : [...new Set(chosen.flatMap(({ layers }) => layers))]
for (const layer of used) {
  const [killer] = await fate({ layers: [layer] })
  if (!killer) continue
  console.log(`mutants: FAILED: the layer "${layer}" fails without any mutation: ${killer[1]}`)
  process.exit(1)
}

const results = []
for (const mutant of chosen) {
  const killers = await fate(mutant)
  results.push({ name: mutant.name, file: mutant.file ?? "(use)", killers })
  const [layer, complaint] = killers[0] ?? ["SURVIVED", ""]
  console.log(`| ${mutant.name} | ${killers.map(([name]) => name).join(", ") || layer} | ${complaint} |`)
}
const survivors = results.filter(({ killers }) => killers.length === 0)
if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`)
console.log(`mutants: ${results.length - survivors.length} of ${results.length} killed`)
process.exit(survivors.length > 0 ? 1 : 0)
