import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const RIVAL = fileURLToPath(new URL("./rival.mjs", import.meta.url))
export const KEY = "0123456789ab"
/** Long enough for a rival's process to start twice within it, even on a busy machine. */
export const TTL_MS = 2500

/** Thrown where the machine does not offer what a check needs. */
export class Skipped extends Error {}

export function need(command, ...args) {
  const { status, error, stderr } = spawnSync(command, args, { encoding: "utf8" })
  if (error?.code === "ENOENT") throw new Skipped(`there is no ${command} here`)
  if (status !== 0) throw new Skipped(`${command} is not allowed here (${stderr.trim().split("\n")[0]})`)
}

/** A lock held by this process's account of a holder, and ways to let other processes try to get it. */
export async function makeStand({ core, dist }, { inDir } = {}) {
  const root = mkdtempSync(join(inDir ?? tmpdir(), "lock-clocks-"))
  const dir = join(root, "locks")
  const io = core.systemIo(core.fileStore({ dir }))
  const children = []
  return {
    core,
    dir,
    io,
    /** A process that is there to hold locks, and its identity. */
    holder(command = "sleep", args = ["1000000"]) {
      const child = spawn(command, args, { stdio: "ignore" })
      children.push(child)
      const process = core.identifyProcess(child.pid, core.systemProbes())
      const claim = { sessionId: `holder${child.pid}`, process, ttlMs: TTL_MS }
      const kill = async () => {
        child.kill("SIGKILL")
        await once(child, "exit")
      }
      return {
        claim,
        kill,
        acquire: () => core.acquire(KEY, claim, io),
        release: () => core.release(KEY, claim, io),
      }
    },
    /** Another process tries; `through` are commands that run it under other circumstances. */
    rival(name, { jumpMs, through = [] } = {}) {
      const told = { dist, dir, key: KEY, sessionId: name, jumpMs, ttlMs: TTL_MS }
      const [command, ...args] = [...through, process.execPath, RIVAL, JSON.stringify(told)]
      const { stdout, stderr, status } = spawnSync(command, args, { encoding: "utf8" })
      if (status !== 0 || !stdout.trim()) throw new Error(`${command} ended with ${status}: ${stderr}`)
      return JSON.parse(stdout.trim().split("\n").at(-1))
    },
    remove() {
      for (const child of children) child.kill("SIGKILL")
      rmSync(root, { recursive: true, force: true })
    },
  }
}
