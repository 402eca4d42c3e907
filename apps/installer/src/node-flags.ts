import { spawnSync } from "node:child_process"
import { renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import type { Environment } from "./environment.ts"
import type { InstallableHook } from "./hooks.ts"
import { NODE_FROM, NODE_TO } from "./launcher.ts"
import { trialEvent } from "./self-test.ts"
import { temporaryName } from "./temporary.ts"

const MARGIN_MS = 1_000
/** Some systems give every file the same time, next to the epoch: it would tell no Node from another. */
const EARLIEST_MS = Date.UTC(2000)

/** Has this Node start a staged hook with its flags, unless it has before. Says which flags it may be started with. */
export function tryNodeFlags(
  { nodeFlags = [] }: InstallableHook,
  place: string,
  node: string,
  bundle: string,
  environment: Environment,
): { flags: readonly string[]; isNew: boolean } {
  const none = { flags: [], isNew: false }
  if (nodeFlags.length === 0 || environment.platform === "win32") return none
  const { mtimeMs } = statSync(node)
  if (mtimeMs < EARLIEST_MS) return none
  const marks = [
    { path: join(place, NODE_FROM), atMs: mtimeMs - MARGIN_MS },
    { path: join(place, NODE_TO), atMs: mtimeMs + MARGIN_MS },
  ]
  if (marks.every(({ path, atMs }) => isFrom(path, atMs))) return { flags: nodeFlags, isNew: false }
  for (const { path } of marks.toReversed()) rmSync(path, { force: true })
  if (!takes(node, [...nodeFlags, bundle], environment)) return none
  for (const { path, atMs } of marks) {
    // Aside and into place: with the time at which it is written it would speak for another Node.
    const aside = temporaryName(join(environment.gateDir, basename(path)))
    writeFileSync(aside, "")
    utimesSync(aside, atMs / 1000, atMs / 1000)
    renameSync(aside, path)
  }
  return { flags: nodeFlags, isNew: true }
}

function isFrom(path: string, atMs: number): boolean {
  const seen = statSync(path, { throwIfNoEntry: false })
  return seen !== undefined && Math.abs(seen.mtimeMs - atMs) < MARGIN_MS / 10
}

function takes(node: string, args: readonly string[], environment: Environment): boolean {
  return trialEvent(environment, (input, env) => {
    const { status, stderr } = spawnSync(node, args, { input, env, timeout: 15_000, encoding: "utf8" })
    return status === 0 && stderr === ""
  })
}
