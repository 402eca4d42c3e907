#!/usr/bin/env node
// A git pre-push hook that refuses a push under a lease that is no longer the lock's: copy it to .git/hooks/pre-push and
// make it executable. The one who took the lease says under which token, in ROUTER_GATE_TOKEN; for a push that an agent's
// session makes, router-gate's hook has written down what it was granted.
import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { homedir } from "node:os"
import { join } from "node:path"
import { isCurrent, sessionLabel, workspaceId } from "@router-gate/lock-core"
import { remoteIo } from "@router-gate/lock-core/remote"
import { etcdStore } from "@router-gate/lock-store-etcd"

const [, , , remoteUrl] = process.argv
const branch = execFileSync("git", ["branch", "--show-current"], { encoding: "utf8" }).trim()
const key = process.env.ROUTER_GATE_WORKSPACE_ID ?? workspaceId(remoteUrl, branch)
const token = Number(process.env.ROUTER_GATE_TOKEN || (key && grantedTo(process.env.CLAUDE_CODE_SESSION_ID)))

if (!key || !token) refuse("nobody has said which lease this push is under: set ROUTER_GATE_TOKEN")
const store = etcdStore()
try {
  const isOurs = await isCurrent(key, token, remoteIo(store.within(5_000)))
  if (!isOurs) refuse(`token ${token} is no longer the one of ${key}: somebody else may be at work there`)
} catch (error) {
  refuse(`it cannot be told whether token ${token} is current (${error.code}: ${error.message})`)
} finally {
  await store.close()
}

/** The token that the hook remembers of a session's turn; undefined when there is none. */
function grantedTo(session) {
  if (!session) return undefined
  const dir = process.env.CLAUDE_CONFIG_DIR || join(homedir(), ".claude")
  const file = join(dir, "router-gate/remote", sessionLabel(session), `${sessionLabel(key)}.json`)
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).token : undefined
}

function refuse(why) {
  console.error(`pre-push: not pushed, ${why}`)
  process.exit(1)
}
