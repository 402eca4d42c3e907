import { findPostgres, startPostgres } from "@router-gate/lock-store-testing"
import type { TestProject } from "vitest/node"

declare module "vitest" {
  interface ProvidedContext {
    /** The server of this run; null when PostgreSQL is not installed. */
    postgres: { readonly url: string; readonly password: string } | null
  }
}

/** Starts one PostgreSQL for all tests, if it is installed. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const programs = findPostgres()
  if (!programs) {
    if (process.env.ROUTER_GATE_REQUIRE_SERVERS)
      throw new Error("PostgreSQL is not installed, and must not be missing here")
    console.warn(
      "\nSKIPPED: the tests on a real PostgreSQL, for it is not installed (Debian: apt-get install postgresql)\n",
    )
    project.provide("postgres", null)
    return async () => {}
  }
  const server = await startPostgres(programs)
  project.provide("postgres", { url: server.url, password: server.password })
  return () => server.stop()
}
