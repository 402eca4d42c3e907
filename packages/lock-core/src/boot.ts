import { readFileSync } from "node:fs"

/** What naming the running boot needs from the system. */
export interface BootProbes {
  readonly platform: NodeJS.Platform
  /** Linux: the contents of `/proc/sys/kernel/random/boot_id`. Throws where that cannot be read. */
  readBootId(): string
  wallMs(): number
  /** Seconds since the boot. Takes a module load, so it is asked only where there is no boot id to read. */
  uptimeSeconds(): number
  hostname(): string
}

const systemBootProbes: BootProbes = {
  platform: process.platform,
  readBootId: () => readFileSync("/proc/sys/kernel/random/boot_id", "utf8"),
  wallMs: () => Date.now(),
  uptimeSeconds: () => process.getBuiltinModule("node:os").uptime(),
  hostname: () => process.getBuiltinModule("node:os").hostname(),
}

/**
 * Names the running boot of this machine in `[a-z0-9]+`. Linux has a random id for it (8 of its hex digits are kept).
 * Elsewhere it is the second at which the machine started and a mark of the host name: `t<base 36>h<mark>`. Null when
 * the system will not say; leases are then judged by the wall clock.
 */
export function nameBoot(probes: BootProbes): string | null {
  if (probes.platform === "linux") {
    try {
      const id = probes.readBootId().slice(0, 8)
      return /^[0-9a-f]{8}$/.test(id) ? id : null
    } catch {
      return null // /proc is not mounted: there is nothing to compare processes by either
    }
  }
  const startedAtSeconds = Math.round(probes.wallMs() / 1000 - probes.uptimeSeconds())
  return `t${startedAtSeconds.toString(36)}h${hostMark(probes.hostname())}`
}

/** A short mark that tells hosts apart (FNV-1a, 20 bits); it need not be secret or collision-free. */
function hostMark(hostname: string): string {
  let hash = 0x811c9dc5
  for (const character of hostname) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 12).toString(36)
}

/** Seconds by which two readings of one boot's start may differ: both clocks are rounded, and one is slewed. */
const BOOT_START_TOLERANCE_SECONDS = 3

/** Whether two boot names are of one boot. Unknown (null) is never the same as anything. */
export function isSameBoot(one: string | null | undefined, other: string | null | undefined): boolean {
  if (!one || !other) return false
  if (one === other) return true
  const [a, b] = [parseBootStart(one), parseBootStart(other)]
  if (!a || !b || a.host !== b.host) return false
  return Math.abs(a.startedAtSeconds - b.startedAtSeconds) <= BOOT_START_TOLERANCE_SECONDS
}

function parseBootStart(name: string): { startedAtSeconds: number; host: string } | null {
  const match = /^t([0-9a-z]+?)h([0-9a-z]+)$/.exec(name)
  if (!match?.[1] || !match[2]) return null
  return { startedAtSeconds: Number.parseInt(match[1], 36), host: match[2] }
}

let named: { id: string | null } | null = null

/** The running boot's name, read once per process. */
export function bootClockId(): string | null {
  named ??= { id: nameBoot(systemBootProbes) }
  return named.id
}
