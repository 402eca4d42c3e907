import { resolve } from "node:path"
import { md5 } from "./md5.ts"

/**
 * Names a workspace's lock: the first 12 hex digits of the MD5 of the resolved path. MD5 is a name here, not a
 * protection. The path is made absolute and normalised but not looked up on disk: pass a real path where two
 * spellings (a symlink, another letter case) must meet.
 */
export function computeWorkspaceHash(workspacePath: string): string {
  return md5(resolve(workspacePath)).slice(0, 12)
}

/**
 * A session id as it stands in a lease's file name: unchanged if it is short and made of `[a-z0-9_-]`, else a hash of
 * it. Labelling a label changes nothing, so two ids may be compared by their labels whatever form each is in.
 */
export function sessionLabel(sessionId: string): string {
  if (/^[a-z0-9_-]{1,40}$/.test(sessionId)) return sessionId
  return `x${md5(sessionId).slice(0, 24)}`
}
