import { execFileSync, spawnSync } from "node:child_process"
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { acquire, release, sessionLabel } from "@router-gate/lock-core"
import { remoteIo } from "@router-gate/lock-core/remote"
import { describe, expect, inject, onTestFinished, test } from "vitest"
import { etcdStore } from "../src/etcd-store.ts"

const endpoint = inject("etcd")
const HOOK = fileURLToPath(new URL("../examples/pre-push.mjs", import.meta.url))
const KEY = "example.org/acme/app#main"

/** A repository with one commit, a bare remote, and the example as its pre-push hook. */
function repository() {
  const dir = mkdtempSync(join(tmpdir(), "pre-push-"))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const identity = {
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@b",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@b",
  }
  const env = { ...process.env, ...identity, GIT_CONFIG_NOSYSTEM: "1", HOME: dir }
  const git = (...args: string[]) => execFileSync("git", args, { cwd: join(dir, "work"), env, stdio: "pipe" })
  for (const [name, bare] of [
    ["remote", ["--bare"]],
    ["work", []],
  ] as const)
    execFileSync("git", ["init", "-q", ...bare, "-b", "main", join(dir, name)], { env, stdio: "pipe" })
  git("commit", "-q", "--allow-empty", "-m", "one")
  git("remote", "add", "origin", join(dir, "remote"))
  // Run from where the package is, as a copy in .git/hooks could not find it.
  const hook = join(dir, "work/.git/hooks/pre-push")
  writeFileSync(hook, `#!/bin/sh\nexec "${process.execPath}" "${HOOK}" "$@"\n`)
  chmodSync(hook, 0o755)
  const push = (token: number | undefined, endpoints = endpoint ?? "", session = "") => {
    const more = {
      CLAUDE_CODE_SESSION_ID: session,
      CLAUDE_CONFIG_DIR: "",
      ROUTER_GATE_ETCD_ENDPOINTS: endpoints,
      ROUTER_GATE_WORKSPACE_ID: KEY,
      ROUTER_GATE_TOKEN: String(token ?? ""),
    }
    const { status, stderr } = spawnSync("git", ["push", "-q", "origin", "main"], {
      cwd: join(dir, "work"),
      env: { ...env, ...more },
      encoding: "utf8",
    })
    const isThere = spawnSync("git", ["rev-parse", "-q", "--verify", "main"], {
      cwd: join(dir, "remote"),
      env,
    })
    return { pushed: isThere.status === 0, status, stderr }
  }
  return { dir, push }
}

describe.skipIf(endpoint === null || process.platform === "win32")("the pre-push example", () => {
  const claim = (sessionId: string) => ({ sessionId, ttlMs: 60_000 })
  const tokenOf = (result: Awaited<ReturnType<typeof acquire>>): number => {
    if (!result.acquired) throw new Error(`held by ${result.holder.session_id}`)
    return result.lock.token as number
  }

  test("lets through whose token is current, and nobody else", async () => {
    const store = etcdStore({ endpoints: [endpoint as string], timeoutMs: 20_000, env: {} })
    onTestFinished(() => store.close())
    const io = remoteIo(store)
    const { push } = repository()
    const stale = tokenOf(await acquire(KEY, claim("alice"), io))
    await release(KEY, claim("alice"), io)
    expect(push(stale)).toMatchObject({
      pushed: false,
      stderr: expect.stringContaining("is no longer the one of"),
    })
    const current = tokenOf(await acquire(KEY, claim("bob"), io))
    expect(push(stale)).toMatchObject({ pushed: false })
    expect(push(undefined)).toMatchObject({
      pushed: false,
      stderr: expect.stringContaining("ROUTER_GATE_TOKEN"),
    })
    expect(push(current, "http://127.0.0.1:1")).toMatchObject({
      pushed: false,
      stderr: expect.stringContaining("UNAVAILABLE"),
    })
    expect(push(current)).toMatchObject({ pushed: true, status: 0 })
  })

  test("knows what the hook was granted for the session that pushes", async () => {
    const store = etcdStore({ endpoints: [endpoint as string], timeoutMs: 20_000, env: {} })
    onTestFinished(() => store.close())
    const { dir, push } = repository()
    const folder = join(dir, ".claude/router-gate/remote", sessionLabel("Carol"))
    mkdirSync(folder, { recursive: true })
    const remember = (token: number) =>
      writeFileSync(join(folder, `${sessionLabel(KEY)}.json`), JSON.stringify({ key: KEY, token }))
    await release(KEY, claim("bob"), remoteIo(store))
    const token = tokenOf(await acquire(KEY, claim("Carol"), remoteIo(store)))
    remember(token - 1)
    expect(push(undefined, endpoint ?? "", "Carol")).toMatchObject({ pushed: false })
    remember(token)
    expect(push(undefined, endpoint ?? "", "another")).toMatchObject({
      pushed: false,
      stderr: expect.stringContaining("ROUTER_GATE_TOKEN"),
    })
    expect(push(undefined, endpoint ?? "", "Carol")).toMatchObject({ pushed: true, status: 0 })
  })
})
