import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import {
  executableFiles,
  type GateConfig,
  hotPath,
  nodeFlags,
  parallelSessionLock,
  type RehearsedEvent,
  registrationsFor,
  rehearsal,
} from "@router-gate/hook-parallel-session-lock"

// The gate's own settings and switch come with its hook; everything else here takes them from this file.
export {
  type ConfigProblem,
  DEFAULT_CONFIG,
  type GateConfig,
  isSwitchedOff,
  offSwitchPath,
  openRemoteLock,
  parseOffSwitch,
  type ReadConfigResult,
  type RemoteLock,
  readConfig,
} from "@router-gate/hook-parallel-session-lock"

/** What the client has to be told for one event. */
export interface Registration {
  event: string
  matcher?: string | undefined
  timeoutSeconds: number
}

/** A hook that can be installed: what the client has to be told about it, and the files that make it run. */
export interface InstallableHook {
  name: string
  description: string
  version: string
  /** What to register under these settings. */
  registrations: (config: GateConfig) => readonly Registration[]
  /** The executable first, then what must lie beside it. */
  files: { name: string; path: string }[]
  /** The event at which it may wait, and the file in its folder in which it looks up how long the client lets it. */
  waits?: { event: string; file: string }
  /** The launcher's own answer to some events, which are named to it: plain sh, see `posixLauncher`. */
  hotPath?: { events: readonly string[]; script: string }
  /** Where a plugin came from; and which build is staged, if it is to be kept as it is. */
  added?: { source: string; build?: string }
  /** Flags with which its Node starts faster, if that takes them. */
  nodeFlags?: readonly string[]
  /** Events by which a staged executable, started with `--learn`, can make itself faster. */
  rehearsal?: (folder: string, pids: readonly [number, number]) => readonly RehearsedEvent[]
}

/** The hooks that this release ships. The only place that knows one by name. */
export function shippedHooks(): InstallableHook[] {
  const require = createRequire(import.meta.url)
  const folder = dirname(require.resolve("@router-gate/hook-parallel-session-lock/hook.cjs"))
  const { version } = require("@router-gate/hook-parallel-session-lock/package.json")
  const { name, description } = parallelSessionLock
  return [
    {
      name,
      description,
      version,
      registrations: registrationsFor,
      files: executableFiles.map((file) => ({ name: file, path: join(folder, file) })),
      hotPath: {
        events: hotPath.events,
        script: readFileSync(join(folder, "..", "launcher", hotPath.file), "utf8"),
      },
      nodeFlags,
      rehearsal,
      waits: { event: "PreToolUse", file: "pre-tool-use-timeout-seconds" },
    },
  ]
}
