import { execFileSync, spawnSync } from "node:child_process"
import { chmodSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { NetworkHost } from "./network.ts"
import type { Agent } from "./session.ts"
import type { Host } from "./shared-store.ts"

const PRE_PUSH = fileURLToPath(new URL("../../lock-store-etcd/examples/pre-push.mjs", import.meta.url))

/** A push of this session, from its own host, with the example as the repository's check before it. */
export function push(
  { root, workspace }: Host,
  { sessionId }: Agent,
  cable: NetworkHost,
  env: Record<string, string>,
) {
  const origin = join(root, "origin")
  const git = (...args: string[]) => execFileSync("git", ["-C", workspace, ...args], { stdio: "pipe" })
  execFileSync("git", ["init", "-q", "--bare", origin])
  const as = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
  git(...as, "commit", "-q", "--allow-empty", "-m", "one more")
  // Run from where the package is, as a copy in .git/hooks could not find it.
  const hook = join(workspace, ".git/hooks/pre-push")
  writeFileSync(hook, `#!/bin/sh\nexec "${process.execPath}" "${PRE_PUSH}" "$@"\n`)
  chmodSync(hook, 0o755)
  const [command = "", ...prefix] = cable.prefix
  return spawnSync(command, [...prefix, "git", "-C", workspace, "push", "-q", origin, "HEAD:main"], {
    env: { PATH: process.env.PATH, HOME: join(root, "home"), CLAUDE_CODE_SESSION_ID: sessionId, ...env },
    encoding: "utf8",
  })
}
