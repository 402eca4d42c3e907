import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { createSchema } from "@router-gate/lock-store-postgres"
import {
  findEtcd,
  findPostgres,
  type RealServer,
  type StallingProxy,
  startEtcd,
  startPostgres,
  startProxy,
} from "@router-gate/lock-store-testing"
import { afterAll, beforeAll, onTestFinished } from "vitest"
import { type Agent, World } from "./session.ts"

/** A kind of server, and how the settings say where it is. */
export interface StoreKind {
  readonly name: "etcd" | "postgres"
  readonly isThere: boolean
  start(
    address: string,
  ): Promise<{ server: RealServer; password: string; env(port: number): Record<string, string> }>
}

export const etcd: StoreKind = {
  name: "etcd",
  isThere: findEtcd() !== null,
  async start(address) {
    const server = await startEtcd(findEtcd() as string, undefined, address)
    const env = (port: number) => ({ ROUTER_GATE_ETCD_ENDPOINTS: `http://${address}:${port}` })
    return { server, password: "", env }
  },
}

export const postgres: StoreKind = {
  name: "postgres",
  isThere: findPostgres() !== null,
  async start(address) {
    const server = await startPostgres(findPostgres() as string, address)
    const { password, user } = server
    await createSchema({ url: server.url, env: { ROUTER_GATE_POSTGRES_PASSWORD: password } })
    const url = (port: number) => `postgres://${user}@${address}:${port}/postgres`
    const env = (port: number) => ({
      ROUTER_GATE_POSTGRES_URL: url(port),
      ROUTER_GATE_POSTGRES_PASSWORD: password,
    })
    return { server, password, env }
  },
}

for (const { name, isThere } of [etcd, postgres]) {
  if (isThere) continue
  if (process.env.ROUTER_GATE_REQUIRE_SERVERS) throw new Error(`${name} must not be missing here`)
  console.warn(`\nSKIPPED: the gate's tests on a real ${name}, for it is not installed\n`)
}

/** A host of one test: a home and a working copy of its own. */
export class Host extends World {
  /** What a session remembers of its only lease in the store; null: nothing. */
  remembered(
    agent: Agent,
  ): { key: string; token: number; monoExpiresAt: number; wallExpiresAt: number } | null {
    const dir = join(this.stateDir, "remote", agent.sessionId)
    const [name] = readdirSync(dir).filter((one) => one.endsWith(".json"))
    return name === undefined ? null : JSON.parse(readFileSync(join(dir, name), "utf8"))
  }
}

let keys = 0

/** One server for the tests of a group; every test has hosts, a proxy and a key of its own. `address`: where it is. */
export function stageFor(kind: StoreKind, address: () => string = () => "127.0.0.1") {
  let started: Awaited<ReturnType<StoreKind["start"]>>
  beforeAll(async () => {
    if (kind.isThere) started = await kind.start(address())
  })
  afterAll(() => started?.server.stop())
  return () => {
    keys += 1
    const key = `example.org/acme/app#${kind.name}-${process.pid}-${keys}`
    return {
      key,
      server: started.server,
      password: started.password,
      env: (port = started.server.port): Record<string, string> => ({
        ROUTER_GATE_STORE: kind.name,
        ROUTER_GATE_WORKSPACE_ID: key,
        ROUTER_GATE_REMOTE_TIMEOUT_MS: "1000", // this machine may be busy; that half a second is kept is told apart
        ...started.env(port),
      }),
      host(): Host {
        const host = new Host()
        onTestFinished(() => host.end())
        return host
      },
      async proxied(): Promise<StallingProxy> {
        const proxy = await startProxy(started.server.port)
        onTestFinished(() => proxy.close())
        return proxy
      },
    }
  }
}
