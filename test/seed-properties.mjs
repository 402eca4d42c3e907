// Loaded before the tests of every package that has properties. The same commit gives the same verdict, so that a red
// run is about the change in front of it; what no run has tried yet is looked for by the scheduled one, which says
// ROUTER_GATE_SEED=random. A failure prints its seed, and ROUTER_GATE_SEED=<seed> plays it again.
import fc from "fast-check"

const { ROUTER_GATE_SEED: asked = "20261123" } = process.env
if (asked !== "random") {
  const seed = Number(asked)
  if (!Number.isSafeInteger(seed))
    throw new Error(`ROUTER_GATE_SEED: "${asked}" is neither "random" nor an integer`)
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed })
}
