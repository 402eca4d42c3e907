// What the gate costs a tool call, as a ratio to starting Node for nothing in the same round:
// `pnpm bench:hooks [--rounds N] [--sizes] [--peers] [--stores] [--json]`
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs"
import { cpus, release, tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { before, write } from "./events.mjs"
import { gateCases, sizeCases } from "./gate-cases.mjs"
import { InstalledGate } from "./installed-gate.mjs"
import { interleave, printTable } from "./interleave.mjs"
import { peerCases } from "./peers.mjs"
import { storeBench } from "./store-cases.mjs"

const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "--"), // pnpm passes the separator on
  options: {
    rounds: { type: "string", default: "60" },
    sizes: { type: "boolean" },
    peers: { type: "boolean" },
    stores: { type: "boolean" },
    json: { type: "boolean" },
  },
})
const SIZES_KB = [1, 4, 16, 64, 256]
const BASELINE = "node -e 0"

const root = realpathSync(mkdtempSync(join(tmpdir(), "router-gate-bench-")))
const gate = new InstalledGate(join(root, "gate"))
const stores = values.stores ? await storeBench(join(root, "stores")) : null
try {
  const plain = gate.session("plain")
  const cases = [
    { name: BASELINE, command: process.execPath, args: ["-e", "0"] },
    { name: "true", command: existsSync("/bin/true") ? "/bin/true" : "/usr/bin/true", args: [] },
    { name: "sh -c :", command: "/bin/sh", args: ["-c", ":"] },
    ...(stores ? stores.cases : values.sizes ? sizeCases(gate, SIZES_KB) : gateCases(gate)),
    ...(values.peers ? peerCases(join(root, "peers"), before(plain, write(plain)), gate.env) : []),
  ]
  const rounds = Number(values.rounds)
  const rows = await interleave(cases, { rounds, baseline: BASELINE })
  const machine = {
    node: process.version,
    system: `${process.platform} ${release()}`,
    processors: `${cpus().length} × ${cpus()[0]?.model ?? "?"}`,
    rounds,
  }
  if (values.json) console.log(JSON.stringify({ machine, rows }, null, 2))
  else {
    console.log(
      Object.entries(machine)
        .map((pair) => pair.join(" "))
        .join(", "),
    )
    printTable(rows)
  }
} finally {
  gate.end()
  await stores?.end()
  rmSync(root, { recursive: true, force: true })
}
