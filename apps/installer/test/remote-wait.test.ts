import { startProxy } from "@router-gate/lock-store-testing"
import { describe, expect, it, onTestFinished } from "vitest"
import { hold, STRANGER } from "./leases.ts"
import { etcdIsThere, sharedEtcd } from "./remote-project.ts"

describe.skipIf(!etcdIsThere)("wait, where several hosts share a store", () => {
  const { server, project, holdRemotely } = sharedEtcd()

  it("is over at once when nobody holds the workspace anywhere", async () => {
    const { command } = project()
    expect(await command(["wait"])).toMatchObject({ exitCode: 0, stdout: "", stderr: "" })
  })

  it("ends when the other host's session lets go; who that is was said once", async () => {
    const { key, command } = project()
    const lease = await holdRemotely(key, "other")
    const waiting = command(["wait"])
    setTimeout(() => void lease.release(), 500)
    const { exitCode, stdout, stderr } = await waiting
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" })
    expect(stderr).toMatch(
      /^Waiting for \S+: session other on host devbox-7\S* \(since \S+Z, last tool Write\) holds it\.\n$/,
    )
    expect(stderr).not.toContain("\u001b")
  })

  it("waits for this host's session first, and then for the other host's", async () => {
    const { key, workspace, command } = project()
    await holdRemotely(key, "there")
    const here = await hold(workspace, "here", { pid: STRANGER })
    expect((await command(["wait", "--timeout", "0s"])).stderr).toContain("still held by session here (pid")
    await here.release()
    const { exitCode, stderr } = await command(["wait", "--timeout", "0.3s"])
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/still held by session there on host devbox-7\S* \(.*, until \S+Z at the latest/)
  })

  it("does not wait for the session that waits for it", async () => {
    const { key, command } = project()
    await holdRemotely(key, "mine")
    const args = ["wait", "--timeout", "0s"]
    expect(await command(args, { CLAUDE_CODE_SESSION_ID: "mine" })).toMatchObject({ exitCode: 0, stderr: "" })
    expect((await command(args, { CLAUDE_CODE_SESSION_ID: "another" })).exitCode).toBe(1)
  })

  it("goes on while the store does not answer, and does not take that for a free workspace", async () => {
    const proxy = await startProxy(server().port)
    onTestFinished(() => proxy.close())
    const { command } = project(`http://127.0.0.1:${proxy.port}`)
    proxy.become("drop")
    const { exitCode, json } = await command(["wait", "--timeout", "0s", "--json"])
    expect(exitCode).toBe(1)
    expect(json.error).toMatchObject({ code: "REMOTE_UNREACHABLE" })
    const waiting = command(["wait"])
    setTimeout(() => proxy.become("pass"), 500)
    const waited = await waiting
    expect(waited.exitCode).toBe(0)
    expect(waited.stderr).toMatch(/etcd does not say whether another host holds it \(UNAVAILABLE\)\.\n$/)
  })

  it("says at once what would be no better later, and no secret", async () => {
    const { command } = project(undefined, { user: "gate" })
    const { exitCode, stderr } = await command(["wait"])
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/MISCONFIGURED: user gate has no password: set ROUTER_GATE_ETCD_PASSWORD/)
    const secret = await command(["wait", "--timeout", "0s"], {
      ROUTER_GATE_STORE: "postgres",
      ROUTER_GATE_POSTGRES_URL: "postgres://gate:s3cret@127.0.0.1:1/none",
    })
    expect(secret.stderr).toMatch(/UNAVAILABLE/)
    expect(secret.stderr + secret.stdout).not.toContain("s3cret")
  })
})
