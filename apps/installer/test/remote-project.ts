import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { acquire, type LockDetails, release } from "@router-gate/lock-core"
import { remoteIo } from "@router-gate/lock-core/remote"
import { etcdStore } from "@router-gate/lock-store-etcd"
import { type EtcdServer, findEtcd, startEtcd } from "@router-gate/lock-store-testing"
import { afterAll, beforeAll } from "vitest"
import { type Ran, run } from "./fake-process.ts"
import { workTree } from "./leases.ts"
import { home, hook } from "./sandbox.ts"

const program = findEtcd()
export const etcdIsThere = program !== null
if (!etcdIsThere) {
  if (process.env.ROUTER_GATE_REQUIRE_SERVERS) throw new Error("etcd must not be missing here")
  console.warn("\nSKIPPED: the commands on a real etcd, for it is not installed\n")
}

type Run = (args: string[], env?: Record<string, string>) => Promise<Ran>

/** Writes the user's settings of the gate. */
export function configure(settings: object): void {
  mkdirSync(join(home, ".claude"), { recursive: true })
  writeFileSync(join(home, ".claude/router-gate.json"), JSON.stringify(settings))
}

let keys = 0

/** A workspace, the name that a project's settings give it, and the commands in it. */
export function namedProject(): { key: string; workspace: string; command: Run } {
  keys += 1
  const key = `example.org/acme/app#${keys}`
  const workspace = workTree(`w${keys}`)
  mkdirSync(join(workspace, ".claude"))
  writeFileSync(join(workspace, ".claude/router-gate.json"), JSON.stringify({ workspaceId: key }))
  const command: Run = (args, env = {}) => run(args, { home, hooks: [hook], cwd: workspace, env })
  return { key, workspace, command }
}

/** One etcd for the tests of a group, and projects whose user's settings name it. */
export function sharedEtcd() {
  let started: EtcdServer
  beforeAll(async () => {
    started = await startEtcd(program as string)
  })
  afterAll(() => started?.stop())

  /** Lets a session of another host hold a workspace; `details` is what it says of itself, `now` its clock. */
  async function holdRemotely(
    key: string,
    sessionId: string,
    { ttlMs = 60_000, now = 0, ...more }: { ttlMs?: number; now?: number } & LockDetails = {},
  ): Promise<{ release(): Promise<void> }> {
    const store = etcdStore({ endpoints: [started.endpoint], timeoutMs: 20_000, env: {} })
    const real = remoteIo(store)
    const io = { ...real, now: () => ({ ...real.now(), wallMs: Date.now() + now }) }
    const details = { host: "devbox-7\u001b[31m", tool: "Write", ...more }
    const { acquired } = await acquire(key, { sessionId, ttlMs, details }, io)
    if (!acquired) throw new Error(`${key} is held already`)
    return {
      async release() {
        await release(key, { sessionId }, io)
        await store.close()
      },
    }
  }
  return {
    server: (): EtcdServer => started,
    holdRemotely,
    project(endpoint = started.endpoint, more = {}, remoteTimeoutMs = 1_000) {
      configure({ store: { type: "etcd", endpoints: [endpoint], ...more }, remoteTimeoutMs })
      return namedProject()
    },
  }
}
