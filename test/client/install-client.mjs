// Puts a given version of the real client into a cache folder outside the repository and finds its
// executable. It is a few hundred megabytes, so it is fetched once and never becomes a dependency.
//
//   node test/client/install-client.mjs [--client VERSION]      prints the executable's path
import { execFileSync } from "node:child_process"
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"

export const PACKAGE = "@anthropic-ai/claude-code"
export const NEWEST_TESTED = "2.1.330"
export const OLDEST_TESTED = "2.1.197" // what `npm i` picks on Node 20

/** The folder in which client versions are kept between runs. */
export const clientCache = () => process.env.ROUTER_GATE_CLIENT_DIR ?? join(tmpdir(), "router-gate-client")

// The main package is a stub; the native executable comes from one optional dependency per platform.
// The stub's postinstall copies it to bin/claude.exe, which is skipped where install scripts are off.
function candidates(root) {
  const { platform, arch } = process
  const file = platform === "win32" ? "claude.exe" : "claude"
  const scope = join(root, "node_modules", "@anthropic-ai")
  const native = [`claude-code-${platform}-${arch}`, `claude-code-${platform}-${arch}-musl`]
  return native.map((name) => join(scope, name, file))
}

const answersVersion = (bin, version) => {
  try {
    chmodSync(bin, 0o755)
    const out = execFileSync(bin, ["--version"], { encoding: "utf8", timeout: 30_000, stdio: "pipe" })
    return out.startsWith(version)
  } catch {
    return false // the other libc's build, or a download that was cut short
  }
}

const findBinary = (root, version) =>
  candidates(root).find((bin) => existsSync(bin) && answersVersion(bin, version))

/** Returns the path of the client's executable, installing it on first use. */
export function installClient(version = NEWEST_TESTED, { log = () => {} } = {}) {
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`not an exact client version: ${version}`)
  const root = join(clientCache(), version)
  const ready = existsSync(root) && findBinary(root, version)
  if (ready) return ready

  log(`installing ${PACKAGE}@${version} into ${root} (once)`)
  // Installed aside and renamed, so that a cut download is never taken for a client.
  const aside = `${root}.${process.pid}.new`
  mkdirSync(aside, { recursive: true })
  writeFileSync(join(aside, "package.json"), `${JSON.stringify({ private: true })}\n`)
  const npm = process.platform === "win32" ? "npm.cmd" : "npm"
  const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--engine-strict=false"]
  execFileSync(npm, [...args, `${PACKAGE}@${version}`], {
    cwd: aside,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  })
  rmSync(root, { recursive: true, force: true })
  renameSync(aside, root)
  const bin = findBinary(root, version)
  if (!bin) throw new Error(`${PACKAGE}@${version} has no build for ${process.platform}-${process.arch}`)
  return bin
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const at = process.argv.indexOf("--client")
  const version = at > 0 ? process.argv[at + 1] : NEWEST_TESTED
  console.log(installClient(version, { log: (line) => console.error(line) }))
}
