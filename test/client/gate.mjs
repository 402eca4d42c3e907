// The gate as a user gets it: the workspace packages packed, installed by npm into a folder of their own,
// and that folder's `router-gate` run against a throw-away home.
import { execFile, execFileSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { startRegistry } from "./registry.mjs"

const repository = fileURLToPath(new URL("../..", import.meta.url))

const windows = process.platform === "win32"
const tool = (name, args, cwd) =>
  execFileSync(windows ? `${name}.cmd` : name, args, {
    cwd,
    encoding: "utf8",
    shell: windows,
    stdio: ["ignore", "pipe", "pipe"],
  })

/** Packs the packages of the repository at `root` and installs the tarballs into `folder`. */
export function packGate(root, folder) {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  const tarballs = join(folder, "tarballs")
  mkdirSync(tarballs, { recursive: true })
  const libraries = readdirSync(join(root, "packages")).map((name) => join(root, "packages", name))
  for (const dir of [...libraries, join(root, "apps", "installer")]) {
    if (!existsSync(join(dir, "dist"))) throw new Error(`${dir} is not built: run the root's build first`)
    tool("npx", ["-y", packageManager, "pack", "--pack-destination", tarballs], dir)
  }
  writeFileSync(join(folder, "package.json"), `${JSON.stringify({ private: true })}\n`)
  const files = readdirSync(tarballs).map((name) => join(tarballs, name))
  tool("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...files], folder)
  return folder
}

const execute = promisify(execFile)

/**
 * Adds the repository's own marketplace to a home and installs the plugin from it, by the client's own commands and from
 * the packed packages.
 */
async function installPlugin(home, bin, tarballs) {
  const registry = await startRegistry(tarballs)
  // Not synchronously: the registry answers from this process.
  const client = (...args) =>
    execute(bin, ["plugin", ...args], { cwd: home.dir, env: home.env({ npm_config_registry: registry.url }) })
  try {
    await client("marketplace", "add", repository)
    await client("install", "router-gate@router-gate")
  } finally {
    await registry.close()
  }
}

/** The commands of the gate that is installed in `folder` (an npm folder with `router-gate` in it). */
export function gateIn(folder) {
  const bin = join(folder, "node_modules", ".bin", windows ? "router-gate.cmd" : "router-gate")
  const run = (home, ...args) =>
    execFileSync(bin, args, { cwd: home.dir, env: home.env(), encoding: "utf8", shell: windows })
  return {
    version: run({ dir: folder, env: () => process.env }, "--version").trim(),
    install: (home, ...options) => run(home, "install", ...options),
    uninstall: (home) => run(home, "uninstall"),
    installPlugin: (home, client) => installPlugin(home, client, join(folder, "tarballs")),
  }
}

/** The control: no gate at all. Every story has to fail with it. */
export const noGate = { version: "none", install: () => "", uninstall: () => "", installPlugin: () => {} }
