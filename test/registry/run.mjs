// The first minute of a new user: an empty home, an empty npm cache, `npx router-gate install` from a registry.
//
//   pnpm build && node test/registry/run.mjs
import assert from "node:assert/strict"
import { execFileSync, spawnSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { installRegistry, startRegistry } from "./registry.mjs"

const repository = fileURLToPath(new URL("../..", import.meta.url))
const root = mkdtempSync(join(tmpdir(), "registry-"))
const home = join(root, "home")
const settings = join(home, ".claude", "settings.json")

let url = ""
/** Nothing of the person who runs this is inherited, but PATH. */
const env = (more = {}) => ({ PATH: process.env.PATH, HOME: home, npm_config_registry: url, ...more })
const folders = ["lock-core", "hook-runtime", "hook-parallel-session-lock"].map((name) =>
  join("packages", name),
)
const packages = [...folders, join("apps", "installer")].map((folder) => join(repository, folder))

async function timed(what, act) {
  const began = performance.now()
  const result = await act()
  console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${what}`)
  return result
}

/** Packs as `pnpm publish` does, and hands the tarballs to the registry. */
function publish() {
  const { packageManager } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"))
  const tarballs = join(root, "tarballs")
  mkdirSync(tarballs)
  for (const folder of packages) {
    assert.ok(existsSync(join(folder, "dist")), `${folder} is not built`)
    execFileSync("npx", ["-y", packageManager, "pack", "--pack-destination", tarballs], {
      cwd: folder,
      stdio: "ignore",
    })
  }
  const rc = join(root, "npmrc")
  // Any token will do: npm asks for one, this registry does not look at it.
  writeFileSync(rc, `registry=${url}\n${url.replace("http:", "")}:_authToken=anybody\n`)
  for (const name of readdirSync(tarballs)) {
    // Provenance is for a build machine to state.
    const args = [
      "publish",
      join(tarballs, name),
      "--userconfig",
      rc,
      "--registry",
      url,
      "--provenance=false",
    ]
    execFileSync("npm", args, { cwd: root, env: env(), stdio: ["ignore", "ignore", "inherit"] })
  }
}

function npx(...args) {
  const ran = spawnSync("npx", ["--yes", "router-gate", ...args], { cwd: home, env: env(), encoding: "utf8" })
  assert.equal(ran.status, 0, `npx router-gate ${args.join(" ")}: ${ran.stdout}${ran.stderr}`)
  return ran.stdout
}

/** Starts what the settings name for an event, as the client would. */
function fire(event) {
  const { hooks } = JSON.parse(readFileSync(settings, "utf8"))
  const { command, args } = hooks[event.hook_event_name][0].hooks[0]
  const ran = spawnSync(command, args, {
    input: JSON.stringify({ session_id: "s", cwd: home, ...event }),
    env: env({ CLAUDE_PID: String(process.pid) }),
    encoding: "utf8",
  })
  assert.deepEqual([ran.status, ran.stdout, ran.stderr], [0, "", ""])
}

let registry
try {
  await timed("verdaccio is there", () => installRegistry(console.log))
  registry = await timed("the registry answers", () => startRegistry(root))
  url = registry.url
  await timed("the packages are published", publish)

  mkdirSync(join(home, "work"), { recursive: true })
  const installed = await timed("npx router-gate install, cold", () => npx("install"))
  assert.match(installed, /^Installed\./m)
  // The settings must outlive the cache that npx ran from.
  rmSync(join(home, ".npm"), { recursive: true, force: true })
  const file_path = join(home, "work", "a")
  const write = { tool_name: "Write", tool_input: { file_path }, tool_use_id: "t" }
  fire({ hook_event_name: "PreToolUse", ...write, cwd: join(home, "work") })
  const status = await timed("npx router-gate status, cold again", () => JSON.parse(npx("status", "--json")))
  assert.equal(status.active, true)
  assert.deepEqual(
    status.leases.map(({ session_id, holder, stale }) => ({ session_id, holder, stale })),
    [{ session_id: "s", holder: "alive", stale: null }],
  )
  fire({ hook_event_name: "Stop", cwd: join(home, "work") })
  const after = await timed("npx router-gate status, warm", () => JSON.parse(npx("status", "--json")))
  assert.deepEqual(after.leases, [])
  await timed("npx router-gate uninstall, warm", () => npx("uninstall"))
  assert.equal(existsSync(settings), false)
  assert.equal(existsSync(join(home, ".claude", "router-gate")), false)
  console.log("as a user would: all of it works")
} finally {
  registry?.end()
  rmSync(root, { recursive: true, force: true })
}
