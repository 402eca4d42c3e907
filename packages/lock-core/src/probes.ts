import { readFileSync, readlinkSync } from "node:fs"
import { bootClockId } from "./boot.ts"
import type { ProcessProbes } from "./liveness.ts"

/** Reads of the system that the probes are made of; injected in tests. */
export interface ProbeSources {
  readonly platform: NodeJS.Platform
  readText(path: string): string
  readLink(path: string): string
  /** Signal 0. Throws ESRCH, EPERM, … as `process.kill` does. */
  signal(pid: number): void
  bootId(): string | null
}

const systemSources: ProbeSources = {
  platform: process.platform,
  readText: (path) => readFileSync(path, "utf8"),
  readLink: (path) => readlinkSync(path),
  signal: (pid) => void process.kill(pid, 0),
  bootId: bootClockId,
}

/**
 * The probes of this machine. Only Linux tells a process's start time without starting a program, so elsewhere a
 * living pid is never more than `exists`: a reused pid can make a rival wait for the TTL, never be granted too early.
 */
export function systemProbes(sources: ProbeSources = systemSources): ProcessProbes {
  const linux = sources.platform === "linux"
  let namespace: string | null | undefined
  return {
    bootId: () => sources.bootId(),
    pidNamespace() {
      // A process never changes its own.
      if (namespace === undefined) namespace = linux ? readNamespace(sources) : null
      return namespace
    },
    exists(pid) {
      try {
        sources.signal(pid)
        return true
      } catch (error) {
        // EPERM and whatever else: it is there, we just may not signal it. Only ESRCH is proof.
        return (error as NodeJS.ErrnoException).code !== "ESRCH"
      }
    },
    inspect: (pid) => (linux ? inspectLinuxProcess(pid, sources) : null),
  }
}

function readNamespace(sources: ProbeSources): string | null {
  try {
    const inode = /\[(\d+)\]/.exec(sources.readLink("/proc/self/ns/pid"))?.[1]
    return inode ? Number(inode).toString(36) : null
  } catch {
    return null
  }
}

/** /proc/<pid>/stat: `pid (comm) state ppid …`; comm may hold spaces and parentheses, so read after the last one. */
function inspectLinuxProcess(pid: number, sources: ProbeSources): ReturnType<ProcessProbes["inspect"]> {
  let stat: string
  try {
    stat = sources.readText(`/proc/${pid}/stat`)
  } catch {
    return null // gone, or hidden from us (hidepid); `exists` tells which
  }
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  const [state, parent] = fields
  const start = fields[19]
  if (!state || !start || !/^\d+$/.test(start)) return null
  return {
    start: Number(start).toString(36),
    finished: state === "Z" || state === "X" || state === "x",
    parentPid: Number(parent) || 0,
    name: stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")")),
  }
}
