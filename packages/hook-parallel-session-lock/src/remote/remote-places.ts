import { workspaceFinder } from "../find-workspace.ts"
import type { GateDeps, SessionCall } from "../gate-deps.ts"
import { remoteKeyOf } from "./remote-key.ts"

/** A workspace, and what other hosts call it. */
export interface RemotePlace {
  readonly workspace: string
  readonly key: string
}

/** The workspaces that other hosts have a name for, each name once, in the order in which all ask for them. */
export function remotePlaces(
  workspaces: readonly (string | null)[],
  call: SessionCall,
  deps: GateDeps,
): RemotePlace[] {
  const started = deps.env.CLAUDE_PROJECT_DIR ?? call.cwd ?? "."
  const home = workspaceFinder({ cwd: started, projectDir: started }, deps.places, deps.fs)(".")
  const places = new Map<string, RemotePlace>()
  for (const workspace of workspaces) {
    if (workspace === null) continue
    const isStartedIn = workspace === home
    const key = remoteKeyOf({ workspace, isStartedIn, config: deps.config, readText: deps.readText })
    if (key !== null) places.set(key, { workspace, key })
  }
  return [...places.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}
