import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/start-server.ts"],
    // Tests look at one sequence of one server.
    fileParallelism: false,
    setupFiles: ["../../test/seed-properties.mjs"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
