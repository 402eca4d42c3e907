import type { GateConfig } from "../default-config.ts"
import { gitIdentity } from "./git-identity.ts"

export interface RemoteKeyInput {
  readonly workspace: string
  /** Whether the client was started in it. */
  readonly isStartedIn: boolean
  readonly config: Pick<GateConfig, "workspaceId">
  /** Null where there is nothing to read as a file. */
  readText(path: string): string | null
}

/**
 * What a workspace is called in the store. A name in the settings is that of the workspace which the client was started
 * in; any other is called by its git remote and branch, or two repositories would be one. Null: other hosts have no name
 * for it, so there is nothing to ask them.
 */
export function remoteKeyOf({ workspace, isStartedIn, config, readText }: RemoteKeyInput): string | null {
  const isNamed = isStartedIn && config.workspaceId !== "git"
  return isNamed ? config.workspaceId : gitIdentity(workspace, readText)
}
