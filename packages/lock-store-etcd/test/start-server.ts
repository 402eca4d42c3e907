import { findEtcd, startEtcd } from "@router-gate/lock-store-testing"
import type { TestProject } from "vitest/node"

declare module "vitest" {
  interface ProvidedContext {
    /** Where the server of this run is; null when etcd is not installed. */
    etcd: string | null
  }
}

/** Starts one etcd for all tests, if it is installed. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const program = findEtcd()
  if (!program) {
    if (process.env.ROUTER_GATE_REQUIRE_SERVERS)
      throw new Error("etcd is not installed, and must not be missing here")
    console.warn(
      "\nSKIPPED: the tests on a real etcd, for it is not installed (Debian: apt-get install etcd-server)\n",
    )
    project.provide("etcd", null)
    return async () => {}
  }
  const server = await startEtcd(program)
  project.provide("etcd", server.endpoint)
  return () => server.stop()
}
