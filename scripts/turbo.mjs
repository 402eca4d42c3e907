// Runs turbo without its telemetry, on every platform: node scripts/turbo.mjs run build …
// With --quiet first, its output is shown only when it fails.
import { spawnSync } from "node:child_process"

const [first, ...others] = process.argv.slice(2)
const quiet = first === "--quiet"
const ran = spawnSync("turbo", quiet ? others : [first, ...others], {
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" },
  stdio: quiet ? "pipe" : "inherit",
  shell: process.platform === "win32", // turbo is a .cmd file there
})
if (ran.error) throw ran.error
if (quiet && ran.status !== 0) process.stderr.write(`${ran.stdout}${ran.stderr}`)
process.exitCode = ran.status ?? 1
