import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { once } from "node:events"

/** Who is dead: real processes, judged by the system's own probes. */
export const processStories = {
  "death is concluded from proof only": async ({ core }) => {
    const probes = core.systemProbes()
    const judge = (process) => core.judgeLiveness(process, probes)
    const child = spawn("sleep", ["1000000"], { stdio: "ignore" })
    try {
      const identity = core.identifyProcess(child.pid, probes)
      const isLinux = process.platform === "linux"
      assert.equal(judge(identity), isLinux ? "alive" : "exists")
      if (isLinux)
        assert.equal(judge({ ...identity, start: "1" }), "dead", "the pid is another process's by now")
      assert.equal(judge({ ...identity, bootId: "00000000" }), "unknown", "another boot")
      assert.equal(judge({ ...identity, pidNamespace: "0" }), "unknown", "another pid namespace")
      assert.equal(
        judge({
          pid: identity.pid,
          bootId: identity.bootId,
          ...(isLinux && { pidNamespace: identity.pidNamespace }),
        }),
        "exists",
      )
      child.kill("SIGKILL")
      await once(child, "exit")
      assert.equal(judge(identity), "dead")
      assert.equal(
        judge({ ...identity, bootId: "00000000" }),
        "unknown",
        "gone here says nothing about elsewhere",
      )
    } finally {
      child.kill("SIGKILL")
    }
  },
  "a process that may not be signalled, or whose start cannot be read, is not dead": async ({ core }) => {
    const denied = () => {
      throw Object.assign(new Error("no"), { code: "EPERM" })
    }
    const sources = {
      platform: "linux",
      readLink: () => "pid:[1]",
      bootId: () => "b007b007",
      readText: denied,
    }
    const identity = { pid: 77, start: "1", bootId: "b007b007", pidNamespace: "1" }
    const hidden = core.systemProbes({ ...sources, signal: denied })
    assert.equal(core.judgeLiveness(identity, hidden), "exists")
  },
}
