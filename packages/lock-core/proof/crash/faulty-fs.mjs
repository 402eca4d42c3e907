import fs from "node:fs"
import { CALLS } from "../lib/store-calls.mjs"

export const CHANGES = new Set([
  "renameSync",
  "mkdirSync",
  "writeFileSync",
  "unlinkSync",
  "rmdirSync",
  "openSync",
])

/** No error of the file system: nothing in the lock's code may take it for one. */
export class Killed extends Error {}

/**
 * The file system of one process, with one fault in it. `fault.at` is the number of the call (from 0):
 *
 *     kill-before, kill-after   the process ends there: later calls of it have no effect and never return normally
 *     kill-torn                 it ends inside a write that has got half-way
 *     error-before              the call fails with `fault.code` and does nothing
 *     error-after               the call is done, and fails with `fault.code` all the same
 *     error-from                that call and every later one that changes anything fails
 *
 * `onKill` replaces the simulated death by a real one. `arm` sets the fault and starts counting anew; `meanwhile(at)` runs
 * before each call, for rivals.
 */
export function faultyFs({ onKill = null, under = fs } = {}) {
  let calls = []
  let fault = null
  let meanwhile = () => {}
  let isDead = false
  const kill = () => {
    onKill?.()
    isDead = true
    throw new Killed("killed")
  }
  const wrap = (name) => {
    return (...args) => {
      if (isDead) throw new Killed("killed")
      const at = calls.push(name) - 1
      meanwhile(at)
      const kind = fault && isHit(fault, name, at) ? fault.kind : null
      if (kind === "kill-before") kill()
      if (kind === "error-before" || kind === "error-from") throw errorOf(fault.code, name)
      if (kind === "kill-torn") {
        if (name === "writeFileSync") fs.writeFileSync(args[0], args[1].slice(0, args[1].length / 2), args[2])
        kill()
      }
      const result = under[name](...args)
      if (kind === "kill-after") kill()
      if (kind === "error-after") throw errorOf(fault.code, name)
      return result
    }
  }
  return {
    fs: Object.fromEntries(CALLS.map((name) => [name, wrap(name)])),
    calls: () => calls,
    isDead: () => isDead,
    arm(nextFault = null, nextMeanwhile = () => {}) {
      calls = []
      fault = nextFault
      meanwhile = nextMeanwhile
    },
  }
}

function isHit(fault, name, at) {
  return fault.kind === "error-from" ? at >= fault.at && CHANGES.has(name) : at === fault.at
}

function errorOf(code, syscall) {
  return Object.assign(new Error(`${code}: injected, ${syscall}`), { code, syscall })
}

/** Every fault that can hit a call. */
export function faultsAt(at, name) {
  const codes = ["EIO", "ENOSPC", "EACCES", "EROFS"]
  return [
    { at, kind: "kill-before" },
    { at, kind: "kill-after" },
    ...(name === "writeFileSync" ? [{ at, kind: "kill-torn" }] : []),
    // A close may fail, but the kernel lets go of the file all the same.
    ...(name === "closeSync" ? [] : codes.map((code) => ({ at, kind: "error-before", code }))),
    // An open that failed has opened nothing.
    ...(name === "openSync" ? [] : [{ at, kind: "error-after", code: "EIO" }]),
    ...(CHANGES.has(name) ? [{ at, kind: "error-from", code: "ENOSPC" }] : []),
  ]
}

/**
 * Windows as far as the guard needs it: an open that shares with nobody, ended by the kernel with the process. All
 * stores of one world share `held`.
 */
export function withExclusiveOpen(held, owner) {
  const O_EXLOCK = 0x10000000
  return {
    ...fs,
    openSync(path, flags, mode) {
      if (!(flags & O_EXLOCK)) return fs.openSync(path, flags, mode)
      if (held.has(path)) throw errorOf("EBUSY", "openSync")
      const fd = fs.openSync(path, fs.constants.O_RDWR | fs.constants.O_CREAT, mode)
      held.set(path, { fd, owner })
      return fd
    },
    closeSync(fd) {
      fs.closeSync(fd)
      for (const [path, one] of held) if (one.fd === fd) held.delete(path)
    },
  }
}
