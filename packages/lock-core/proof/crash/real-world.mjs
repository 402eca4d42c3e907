import { faultyFs } from "./faulty-fs.mjs"
import { ourParty } from "./our-party.mjs"

/**
 * Real processes with real identities, judged by the system's own probes. Only the clocks can be put forward, the same
 * way in every process of a point. `identities` names the parties' processes.
 */
export function realWorld(core, { dir, offsetMs, identities, onKill = null }) {
  const probes = core.systemProbes()
  const world = {
    core,
    dir,
    platform: process.platform,
    offsetMs,
    get monoMs() {
      return world.now().monoMs
    },
    get wallMs() {
      return world.now().wallMs
    },
    now() {
      const { wallMs, monoMs, bootId } = core.systemInstant()
      return { wallMs: wallMs + world.offsetMs, monoMs: monoMs + world.offsetMs, bootId }
    },
    judge: (process) => core.judgeLiveness(process, probes),
    pass(ms) {
      world.offsetMs += ms
    },
    party(name) {
      const view = faultyFs({ onKill })
      const process = identities[name]
      return { name, process, ...view, ...ourParty(world, { name, process, fs: view.fs }) }
    },
    bury() {}, // who is to be dead is dead already
  }
  return world
}
