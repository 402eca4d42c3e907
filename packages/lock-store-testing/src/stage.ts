import type { RemoteStore } from "@router-gate/lock-core/remote"
import { afterAll, beforeAll, onTestFinished } from "vitest"
import { type Host, type Place, startHost } from "./host.ts"
import type { RealServer } from "./server-process.ts"
import { type StallingProxy, startProxy } from "./stalling-proxy.ts"

export interface StorySetting {
  /** The module that opens the store: `prepare(place)` once, `open(place)` in every process. */
  readonly adapter: string
  /** Starts a server of its own for a story. */
  start(): Promise<{ server: RealServer; place: Place }>
  /** A short lease, as short as the server allows. */
  readonly shortMs: number
  readonly skip: boolean
}

/** What one story is told with. */
export interface Stage {
  readonly server: RealServer
  readonly place: Place
  /** Locks that no other story uses. */
  readonly key: string
  readonly warm: string
  readonly adapter: { open(place: Place): RemoteStore }
  host(label: string, config?: { place?: Place; clockOffMs?: number; limitMs?: number }): Promise<Host>
  proxied(): Promise<StallingProxy>
}

/** Starts one server for the stories of a suite. Each gets a stage, and what it puts there is gone when it ends. */
export function stageFor(setting: StorySetting): () => Stage {
  let shared: { server: RealServer; place: Place }
  let adapter: { prepare(place: Place): Promise<void>; open(place: Place): RemoteStore }
  let stories = 0
  beforeAll(async () => {
    shared = await setting.start()
    adapter = await import(setting.adapter)
    await adapter.prepare(shared.place)
  })
  afterAll(() => shared?.server.stop())

  return () => {
    const { server, place } = shared
    stories += 1
    return {
      server,
      place,
      adapter,
      key: `k${stories}`,
      warm: `warm${stories}`,
      async host(label, config = {}) {
        const started = await startHost(setting.adapter, { name: label, place, ...config })
        onTestFinished(() => started.end())
        return started
      },
      async proxied() {
        const proxy = await startProxy(server.port)
        onTestFinished(() => proxy.close())
        return proxy
      },
    }
  }
}
