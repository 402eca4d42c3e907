// A registry of its own on loopback: verdaccio, installed once into a cache folder, with a storage that is thrown away.
// What is not ours it fetches from the registry that npm is configured for, once.
import { execFileSync, spawn } from "node:child_process"
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"

// The last one that runs on Node 20. Its node-fetch is overridden: the one that it asks for is no release.
const VERSION = "6.8.0"
const OVERRIDES = { "node-fetch": "2.7.0" }

const cache = join(process.env.ROUTER_GATE_REGISTRY_DIR ?? join(tmpdir(), "router-gate-registry"), VERSION)
const bin = join(cache, "node_modules", "verdaccio", "bin", "verdaccio")

/** Puts verdaccio into the cache folder, if it is not there. */
export function installRegistry(log) {
  if (existsSync(bin)) return
  log(`installing verdaccio@${VERSION} into ${cache} (once)`)
  const aside = `${cache}.${process.pid}.new`
  mkdirSync(aside, { recursive: true })
  writeFileSync(join(aside, "package.json"), JSON.stringify({ private: true, overrides: OVERRIDES }))
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", `verdaccio@${VERSION}`], {
    cwd: aside,
    stdio: ["ignore", "ignore", "inherit"],
  })
  rmSync(cache, { recursive: true, force: true })
  renameSync(aside, cache)
}

/** Starts the registry below `folder`; returns its address and how to end it. */
export async function startRegistry(folder) {
  const port = await freePort()
  const uplink = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).trim()
  const ours = { access: "$all", publish: "$all", unpublish: "$all" }
  const config = {
    storage: join(folder, "storage"),
    auth: { htpasswd: { file: join(folder, "htpasswd") } },
    uplinks: { upstream: { url: uplink } },
    packages: {
      "router-gate": ours,
      "@router-gate/*": ours,
      "**": { access: "$all", proxy: "upstream" },
    },
    log: { type: "stdout", format: "pretty", level: "warn" },
  }
  // JSON is YAML.
  const file = join(folder, "config.yaml")
  writeFileSync(file, JSON.stringify(config))
  const server = spawn(process.execPath, [bin, "--config", file, "--listen", `127.0.0.1:${port}`], {
    stdio: ["ignore", "ignore", "inherit"],
  })
  const url = `http://127.0.0.1:${port}/`
  await answering(`${url}-/ping`, server)
  return { url, end: () => server.kill() }
}

async function answering(url, server) {
  for (let left = 300; left > 0 && server.exitCode === null; left--) {
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  server.kill()
  throw new Error("the registry does not answer")
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
