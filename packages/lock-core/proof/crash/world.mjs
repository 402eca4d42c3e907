import fs, { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { faultyFs, withExclusiveOpen } from "./faulty-fs.mjs"
import { ourParty } from "./our-party.mjs"

export const TTL_MS = 60_000
export const KEY = "0123456789ab"
const BOOT = "b007b007"

export function temporaryDirectory() {
  return join(mkdtempSync(join(tmpdir(), "lock-crash-")), "locks")
}

export function removeTemporary(dir) {
  rmSync(join(dir, ".."), { recursive: true, force: true })
}

/**
 * A directory on the real file system, and processes and a clock that are not real: who is alive is what `bury` says,
 * and time passes when `pass` is called.
 */
export function makeWorld(core, { platform, adapter = ourParty }) {
  const dead = new Set()
  let pids = 1000
  const world = {
    core,
    dir: temporaryDirectory(),
    platform,
    held: new Map(),
    monoMs: 5_000_000,
    wallMs: Date.now(),
    now: () => ({ wallMs: world.wallMs, monoMs: world.monoMs, bootId: BOOT }),
    judge: ({ pid }) => (dead.has(pid) ? "dead" : "alive"),
    pass(ms) {
      world.monoMs += ms
      world.wallMs += ms
    },
    /** A process with its own view of the file system. */
    party(name) {
      const pid = ++pids
      const view = faultyFs({ under: platform === "win32" ? withExclusiveOpen(world.held, name) : fs })
      const process = { pid, start: `s${pid}`, bootId: BOOT, pidNamespace: "ns1" }
      return { name, process, ...view, ...adapter(world, { name, process, fs: view.fs }) }
    },
    /** The kernel's part in a process's death. */
    bury({ name, process }) {
      dead.add(process.pid)
      for (const [path, one] of world.held) {
        if (one.owner !== name) continue
        fs.closeSync(one.fd)
        world.held.delete(path)
      }
    },
    remove: () => removeTemporary(world.dir),
  }
  return world
}
