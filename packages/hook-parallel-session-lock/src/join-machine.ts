import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { dirname } from "node:path"
import type { HookProcess, Journal } from "@router-gate/hook-runtime"
import { systemInstant, systemProbes } from "@router-gate/lock-core"
import type { GateConfig } from "./default-config.ts"
import { configFiles, DEFAULT_CONFIG } from "./default-config.ts"
import { findClient } from "./find-client.ts"
import type { GateDeps, LazyParts } from "./gate-deps.ts"
import type { LeaseNote } from "./lease-note.ts"
import { lockPlaces } from "./lock-places.ts"
import { isSwitchedOff, offSwitchPath } from "./off-switch.ts"
import { findPlaces, type Places } from "./places.ts"

/** Joins the gate to this machine; what it takes to know whether it is switched off is read once. */
export function joinMachine(
  env: HookProcess["env"],
  journal: Journal,
  parts: LazyParts,
  notePath?: string,
): { isOff(): boolean; createDeps(process: HookProcess): GateDeps } {
  let known: { places: Places; config: GateConfig } | undefined
  const know = (): { places: Places; config: GateConfig } => {
    if (known) return known
    const places = findPlaces(env, existsSync)
    known = { places, config: configFor(env, places.configDir, parts) }
    return known
  }
  return {
    isOff() {
      if (env.ROUTER_GATE === "0") return true
      const { places, config } = know()
      return !config.enabled || isSwitchedOff(readText(offSwitchPath(places.configDir)), Date.now())
    },
    createDeps: (process) => ({
      ...createDeps(process, journal, parts, know()),
      note: notePath === undefined ? null : noteAt(notePath),
    }),
  }
}

/** Most people have no settings, and then there is nothing to load that reads them. */
function configFor(env: HookProcess["env"], configDir: string, parts: LazyParts): GateConfig {
  const projectDir = env.CLAUDE_PROJECT_DIR
  const isConfigured =
    configFiles(configDir, projectDir).some(({ path }) => existsSync(path)) ||
    Object.keys(env).some((name) => name.startsWith("ROUTER_GATE_"))
  if (!isConfigured) return DEFAULT_CONFIG
  return parts.loadRarely().readConfig({ env, configDir, projectDir, readText }).config
}

function createDeps(
  { env, pid }: HookProcess,
  journal: Journal,
  parts: LazyParts,
  { places, config }: { places: Places; config: GateConfig },
): Omit<GateDeps, "note"> {
  const onWarning = (error: unknown): void => {
    journal.log({ level: "error", what: "record not kept", message: String(error) })
  }
  return {
    ...lockPlaces({ places, config, parts, exists: existsSync, onWarning }),
    client: findClient(env, pid, systemProbes()),
    places,
    config,
    fs: { exists: existsSync, realPath },
    readText,
    env,
    journal,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    ...parts,
  }
}

/** A note in a file; only Linux has a clock that a shell can read. */
function noteAt(path: string): LeaseNote {
  return {
    read: () => readText(path),
    write(text, until) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      const aside = `${path}.${process.pid}`
      writeFileSync(aside, text, { mode: 0o600 })
      if (until) utimesSync(aside, until / 1000, until / 1000)
      renameSync(aside, path)
    },
    remove: () => rmSync(path, { force: true }),
    suspendedMs() {
      const monoMs = systemInstant().monoMs
      const upMs = Math.floor(Number.parseFloat(readText("/proc/uptime") ?? "") * 1000)
      return monoMs === null || Number.isNaN(upMs) ? null : upMs - monoMs
    },
  }
}

/** Asked first, because an error takes longer to make than all of the answers. */
function realPath(path: string): string | null {
  return existsSync(path) ? orNull(() => realpathSync.native(path)) : null
}

function readText(path: string): string | null {
  return existsSync(path) ? orNull(() => readFileSync(path, "utf8")) : null
}

/** For questions whose answer is allowed to be "cannot be told". */
function orNull<T>(ask: () => T): T | null {
  try {
    return ask()
  } catch {
    return null
  }
}
