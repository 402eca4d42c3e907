import { execFileSync } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** The top of this repository. */
export const repository = fileURLToPath(new URL("../../..", import.meta.url))

/** The packages that are published, in the order of their dependencies. */
export const packages = [
  "packages/lock-core",
  "packages/hook-runtime",
  "packages/hook-parallel-session-lock",
  "apps/installer",
]

/** Packs the packages as they are published and installs the tarballs, by npm, into a new project at `project`. */
export function installPacked(project: string): void {
  const tarballs = `${project}-tarballs`
  for (const dir of [tarballs, project]) mkdirSync(dir, { recursive: true })
  for (const path of packages) pnpm(["pack", "--pack-destination", tarballs], join(repository, path))
  writeFileSync(join(project, "package.json"), '{ "name": "elsewhere", "private": true, "type": "module" }')
  const files = readdirSync(tarballs).map((file) => join(tarballs, file))
  execFileSync("npm", ["install", "--no-audit", "--no-fund", ...files], { cwd: project, stdio: "pipe" })
}

/** The pnpm that runs the tests, else the one that the repository pins. */
function pnpm(args: string[], cwd: string): void {
  const { packageManager } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"))
  const own = process.env.npm_execpath
  const [command, first] = own?.includes("pnpm") ? [process.execPath, [own]] : ["npx", ["-y", packageManager]]
  execFileSync(command, [...first, ...args], { cwd, stdio: "pipe" })
}
