import type { Instant } from "../instant.ts"
import {
  identifyProcess,
  isAncestorProcess,
  judgeLiveness,
  type ProcessIdentity,
  type ProcessProbes,
} from "../liveness.ts"
import type { LockIo, LockStore } from "../store.ts"

/** Noon of the day on which every simulated machine wakes up. */
export const NOON: number = Date.parse("2026-11-23T12:00:00.000Z")

/** A machine whose clocks and processes do as they are told. Its time has fractions; its readings, as real ones, none. */
export interface Machine {
  readonly probes: ProcessProbes
  now(): Instant
  wallMs(): number
  /** The monotonic clock, unrounded. */
  exactMs(): number
  /** All the time that has passed, whatever has become of this machine's clocks: the clock of a server elsewhere. */
  elapsedMs(): number
  /** Time passes on every clock. */
  pass(ms: number): void
  /** Somebody sets the wall clock forward or back. */
  setWallClock(byMs: number): void
  /** Starts a process; a pid that was in use before is reused. */
  start(pid: number, parentPid?: number): ProcessIdentity
  kill(pid: number): void
  /** Every process ends, the monotonic clock starts again. */
  reboot(): void
  /** Joins a store to this machine, as `systemIo` joins one to the real one. */
  io(store: LockStore): LockIo
}

/** @param name tells hosts apart: each has boots of its own */
export function simulateMachine(name = "boot"): Machine {
  const processes = new Map<number, { start: string; parentPid: number }>()
  let wall = NOON
  let mono = 500_000
  let elapsed = 0
  let boots = 1
  let started = 0

  const probes: ProcessProbes = {
    bootId: () => `${name}${boots}`,
    pidNamespace: () => "ns1",
    exists: (pid) => processes.has(pid),
    inspect(pid) {
      const found = processes.get(pid)
      return found ? { ...found, finished: false, name: "node" } : null
    },
  }
  const now = (): Instant => ({
    wallMs: Math.floor(wall),
    monoMs: Math.floor(mono),
    bootId: probes.bootId(),
  })
  return {
    probes,
    now,
    wallMs: () => Math.floor(wall),
    exactMs: () => mono,
    elapsedMs: () => elapsed,
    pass(ms) {
      elapsed += ms
      wall += ms
      mono += ms
    },
    setWallClock(byMs) {
      wall += byMs
    },
    start(pid, parentPid = 1) {
      started += 1
      processes.set(pid, { start: `s${started}`, parentPid })
      return identifyProcess(pid, probes) as ProcessIdentity
    },
    kill: (pid) => void processes.delete(pid),
    reboot() {
      processes.clear()
      boots += 1
      mono = 1_000
    },
    io: (store) => ({
      readLock: (key) => store.readLock(key),
      writeLock: (key, next, expectedVersion) => store.writeLock(key, next, expectedVersion),
      deleteLock: (key, expectedVersion) => store.deleteLock(key, expectedVersion),
      ...(store.describeLock && { describeLock: store.describeLock.bind(store) }),
      now,
      judge: (process) => judgeLiveness(process, probes),
      isAncestor: (ancestor, process) => isAncestorProcess(ancestor, process, probes),
    }),
  }
}
