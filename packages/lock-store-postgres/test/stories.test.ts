import { findPostgres, startPostgres } from "@router-gate/lock-store-testing"
import { testStories } from "@router-gate/lock-store-testing/stories"

const programs = findPostgres()

testStories("PostgreSQL", {
  adapter: new URL("../proof/adapter.mjs", import.meta.url).href,
  async start() {
    const server = await startPostgres(programs as string)
    return { server, place: { port: server.port, password: server.password } }
  },
  shortMs: 500,
  skip: programs === null,
})
