import { findEtcd, startEtcd } from "@router-gate/lock-store-testing"
import { testStories } from "@router-gate/lock-store-testing/stories"

const program = findEtcd()

testStories("etcd", {
  adapter: new URL("../proof/adapter.mjs", import.meta.url).href,
  async start() {
    const server = await startEtcd(program as string)
    return { server, place: { port: server.port } }
  },
  shortMs: 1_000,
  skip: program === null,
})
