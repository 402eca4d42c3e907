// The hammer on a real etcd: 20,000 grants, then two controls that must be caught.
import { findEtcd, startEtcd } from "@router-gate/lock-store-testing"
import { prove } from "@router-gate/lock-store-testing/run.mjs"

const program = findEtcd()
if (!program) {
  console.log("SKIPPED: etcd is not installed (Debian: apt-get install etcd-server)")
  process.exit(0)
}
await prove({
  name: "etcd",
  adapter: new URL("./adapter.mjs", import.meta.url).href,
  async start() {
    const server = await startEtcd(program)
    return { server, place: { port: server.port } }
  },
  settings: { ttlMs: 1_000 },
})
