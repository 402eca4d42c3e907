import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { executableFiles, parallelSessionLock } from "@router-gate/hook-parallel-session-lock"
import { registrationsOf } from "@router-gate/hook-runtime"

/** A hook that can be installed: what the client has to be told about it, and the files that make it run. */
export interface InstallableHook {
  name: string
  description: string
  version: string
  registrations: { event: string; matcher?: string; timeoutSeconds: number }[]
  /** The executable first, then what must lie beside it. */
  files: { name: string; path: string }[]
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
      registrations: registrationsOf(parallelSessionLock),
      files: executableFiles.map((file) => ({ name: file, path: join(folder, file) })),
    },
  ]
}
