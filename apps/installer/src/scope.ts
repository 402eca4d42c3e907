import { join } from "node:path"
import type { Environment } from "./environment.ts"

/**
 * Whose sessions a settings file reaches: all of one user's, all in a project, one user's in a project, or everybody's
 * on this machine.
 */
export type Scope = (typeof SCOPES)[number]

export const SCOPES = ["user", "project", "local", "managed"] as const

/** The settings file of a scope, as the client looks for it: by name, before any symbolic link is followed. */
export function settingsPath(scope: Scope, { configDir, projectDir, managedDir }: Environment): string {
  if (scope === "user") return join(configDir, "settings.json")
  if (scope === "managed") return join(managedDir, "managed-settings.d", "50-router-gate.json")
  return join(projectDir, ".claude", scope === "project" ? "settings.json" : "settings.local.json")
}
