import { cpSync, existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

export const PACKAGE = join(dirname(fileURLToPath(import.meta.url)), "../..")

/** The build under proof: this package's own, unless `--dist` (a mutant's, for instance) says otherwise. */
export function distOf(option) {
  const dist = option || join(PACKAGE, "dist")
  if (!existsSync(join(dist, "index.js"))) throw new Error(`${dist} is not built: run pnpm build first`)
  return dist
}

/** Copies the build aside, so that a rebuild during a long run changes nothing under it. */
export function snapshotDist(option, runDir) {
  const copy = join(runDir, "dist")
  cpSync(distOf(option), copy, { recursive: true })
  return copy
}

/** Everything that the package exports, and the file store. */
export async function loadLockCore(dist) {
  const [core, file] = await Promise.all([
    import(pathToFileURL(join(dist, "index.js")).href),
    import(pathToFileURL(join(dist, "stores/file.js")).href),
  ])
  return { ...core, ...file }
}
