// The hammer on a real PostgreSQL: 20,000 grants, then two controls that must be caught.
import { findPostgres, startPostgres } from "@router-gate/lock-store-testing"
import { prove } from "@router-gate/lock-store-testing/run.mjs"

const programs = findPostgres()
if (!programs) {
  console.log("SKIPPED: PostgreSQL is not installed (Debian: apt-get install postgresql)")
  process.exit(0)
}
await prove({
  name: "PostgreSQL",
  adapter: new URL("./adapter.mjs", import.meta.url).href,
  async start() {
    const server = await startPostgres(programs)
    return { server, place: { port: server.port, password: server.password } }
  },
  settings: { ttlMs: 300 },
})
