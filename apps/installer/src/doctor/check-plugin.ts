import type { LocalStatus } from "../commands/status.ts"
import type { ScopeReport } from "../inspect-scope.ts"
import { type Finding, finding } from "./finding.ts"

/** Looks for the gate as an enabled plugin beside entries of the installer. Neither is in the other's way; one is enough. */
export function checkPlugin({ plugins }: LocalStatus, all: readonly ScopeReport[]): Finding[] {
  const registered = all.find(({ state }) => ["installed", "outdated", "partly"].includes(state))
  if (!registered) return []
  return plugins.map(({ id, settings_path: path }) => {
    const sentence = `the plugin ${id} is enabled, and the gate is registered in ${registered.settings_path} as well`
    return finding("PLUGIN_TOO", "wrong", sentence, { path })
  })
}
