// Networks of their own for hosts: a network namespace each, on one bridge with the servers of the test. Only root on
// Linux can make them.
import { execFileSync, spawnSync } from "node:child_process"
import { sleep } from "./session.ts"

const ip = (...args: string[]): string => execFileSync("ip", args, { encoding: "utf8", stdio: "pipe" })

/** Why there can be no network here; null when there can. */
export function whyNoNetwork(): string | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "it takes root on Linux"
  if (spawnSync("ip", ["-V"]).error) {
    if (process.env.ROUTER_GATE_REQUIRE_SERVERS) throw new Error("iproute2 must not be missing here")
    return "there is no program ip (Debian: apt-get install iproute2)"
  }
  const network = new Network("t")
  try {
    network.make()
    network.host("t").cut("down")
    execFileSync("ip", [...network.host("u").prefix.slice(1), "true"], { stdio: "pipe" })
    return null
  } catch (error) {
    return `the kernel does not let us: ${String((error as { stderr?: unknown }).stderr ?? error).trim()}`
  } finally {
    network.end()
  }
}

export interface NetworkHost {
  /** What a command of this host begins with. */
  readonly prefix: readonly string[]
  /** Takes it off the network. `down`: as if its cable was pulled. `silent`: what it sends and is sent is lost. */
  cut(how: "down" | "silent"): void
  heal(): void
  /** Waits until it reaches a server: a network that is back needs a moment to find its way. */
  reaches(address: string, port: number): Promise<void>
}

/** A bridge, and hosts at it. */
export class Network {
  private readonly bridge: string
  private readonly net: string
  private readonly ends: (() => void)[] = []
  private hosts = 1

  /** @param label one letter, for networks of one process */
  constructor(label: string) {
    this.bridge = `rg${process.pid}${label}`
    // Of the addresses that are meant for measuring networks, so that nobody's are taken.
    this.net = `198.${18 + ((process.pid >> 8) & 1)}.${process.pid & 255}`
  }

  /** Where servers of the test are reached by all hosts. */
  get address(): string {
    return `${this.net}.1`
  }

  make(): void {
    // An address of its own; otherwise it has one of its hosts', and another one when that is cut off.
    ip("link", "add", this.bridge, "address", "02:00:00:00:00:01", "type", "bridge")
    this.ends.push(() => ip("link", "del", this.bridge))
    ip("addr", "add", `${this.address}/24`, "dev", this.bridge)
    ip("link", "set", this.bridge, "up")
  }

  /** Adds a host: what runs in it reaches the servers, and nothing else. */
  host(name: string): NetworkHost {
    this.hosts += 1
    const [namespace, cable] = [`${this.bridge}${name}`, `${this.bridge}${name}`]
    ip("netns", "add", namespace)
    this.ends.push(() => ip("netns", "del", namespace)) // the cable goes with it
    ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", namespace)
    ip("link", "set", cable, "master", this.bridge, "up")
    for (const command of [
      ["addr", "add", `${this.net}.${this.hosts}/24`, "dev", "eth0"],
      ["link", "set", "eth0", "up"],
    ])
      ip("-n", namespace, ...command)
    const prefix = ["netns", "exec", namespace]
    return {
      prefix: ["ip", ...prefix],
      cut: (how) => void ip("link", "set", cable, how === "down" ? "down" : "nomaster"),
      heal: () => void ip("link", "set", cable, "master", this.bridge, "up"),
      async reaches(address, port) {
        const look = `require("net").connect(${port}, "${address}").on("connect", () => process.exit())`
        const args = [...prefix, process.execPath, "-e", look]
        while (spawnSync("ip", args, { timeout: 500 }).status !== 0) await sleep(50)
      },
    }
  }

  /** Takes everything away that was made, as far as it was. */
  end(): void {
    for (const end of this.ends.reverse()) end()
    this.ends.length = 0
  }
}
