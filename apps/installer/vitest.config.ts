import { defineConfig } from "vitest/config"

// What touches launchers, modes and links is POSIX; on Windows the pure part is tested.
const include = process.platform === "win32" ? ["test/settings/**/*.test.ts"] : ["test/**/*.test.ts"]

export default defineConfig({
  test: {
    include,
    setupFiles: ["../../test/seed-properties.mjs"],
    maxWorkers: "100%",
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
