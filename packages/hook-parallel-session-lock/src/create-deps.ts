import { existsSync, readFileSync, realpathSync } from "node:fs"
import type { HookProcess, Journal } from "@router-gate/hook-runtime"
import { systemIo, systemProbes } from "@router-gate/lock-core"
import { fileStore } from "@router-gate/lock-core/stores/file"
import { readConfig } from "./config.ts"
import { findClient } from "./find-client.ts"
import type { GateDeps } from "./gate.ts"
import { findPlaces } from "./places.ts"

/** Joins the gate to this machine. */
export function createDeps(process: HookProcess, journal: Journal): GateDeps {
  const places = findPlaces(process.env, existsSync)
  const store = fileStore({
    dir: places.locksDir,
    onWarning: (error) => journal.log({ level: "error", what: "record not kept", message: String(error) }),
  })
  return {
    io: systemIo(store),
    listLocks: () => store.listLocks(),
    client: findClient(process.env, process.pid, systemProbes()),
    places,
    config: readConfig(process.env),
    fs: { exists: existsSync, realPath: (path) => orNull(() => realpathSync.native(path)) },
    readSmallFile: (path) => orNull(() => readFileSync(path, "utf8")),
    env: process.env,
    journal,
  }
}

/** For questions whose answer is allowed to be "cannot be told". */
function orNull<T>(ask: () => T): T | null {
  try {
    return ask()
  } catch {
    return null
  }
}
