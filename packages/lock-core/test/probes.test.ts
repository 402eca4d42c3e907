import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { afterEach, describe, expect, test } from "vitest"
import { identifyProcess, isAncestorProcess, judgeLiveness, type ProcessIdentity } from "../src/liveness.ts"
import { type ProbeSources, systemProbes } from "../src/probes.ts"

const errno = (code: string) => (): never => {
  throw Object.assign(new Error(code), { code })
}
/** `/proc/<pid>/stat` of a process whose parent is 7 and which started at tick 1000. */
const stat = (comm: string, state = "S"): string =>
  `101 (${comm}) ${state} 7 101 101 0 -1 4194560 1 0 0 0 1 1 0 0 20 0 1 0 1000 8192 200 18446744073709551615 1`
const sources = (change: Partial<ProbeSources> = {}): ProbeSources => ({
  platform: "linux",
  readText: () => stat("node"),
  readLink: () => "pid:[4026531836]",
  signal: () => {},
  bootId: () => "b1",
  ...change,
})

describe("what /proc tells", () => {
  const running = { start: (1000).toString(36), finished: false, parentPid: 7, name: "node" }
  test.each([
    ["a plain name", stat("node"), running],
    ["a name with spaces", stat("tmux: server"), { ...running, name: "tmux: server" }],
    ["a name with parentheses", stat("a) R 9 (b"), { ...running, name: "a) R 9 (b" }],
    ["a name that is a closing parenthesis", stat(")"), { ...running, name: ")" }],
    ["no name at all", stat(""), { ...running, name: "" }],
    ["a zombie", stat("node", "Z"), { ...running, finished: true }],
    ["a dead one", stat("node", "X"), { ...running, finished: true }],
    ["a dead one, as older kernels say it", stat("node", "x"), { ...running, finished: true }],
    ["a stopped one lives", stat("node", "T"), running],
    ["one asleep on a disk lives", stat("node", "D"), running],
    ["an empty file", "", null],
    ["a torn one", "101 (node) S 7 101", null],
    ["one whose start is no number", stat("node").replace(" 1000 ", " soon "), null],
  ])("%s", (_, text, expected) =>
    expect(systemProbes(sources({ readText: () => text })).inspect(101)).toEqual(expected),
  )

  test.each(["ENOENT", "EACCES", "ESRCH"])("%s: nothing", (code) =>
    expect(systemProbes(sources({ readText: errno(code) })).inspect(101)).toBeNull(),
  )

  test.each([
    ["pid:[4026531836]", (4026531836).toString(36)],
    ["pid:[1]", "1"],
    ["what?", null],
  ])("the pid namespace %s", (link, expected) =>
    expect(systemProbes(sources({ readLink: () => link })).pidNamespace()).toBe(expected),
  )

  test("no pid namespace where it cannot be read", () =>
    expect(systemProbes(sources({ readLink: errno("ENOENT") })).pidNamespace()).toBeNull())
})

describe("whether a pid is in use", () => {
  test.each([
    ["a signal gets through", () => {}, true],
    ["ESRCH: proof that it is not", errno("ESRCH"), false],
    ["EPERM: somebody else's", errno("EPERM"), true],
    ["anything else proves nothing", errno("EINVAL"), true],
  ])("%s", (_, signal, expected) => expect(systemProbes(sources({ signal })).exists(101)).toBe(expected))
})

describe.each(["darwin", "win32", "freebsd"] as const)("on %s", (platform) => {
  const never = (): never => {
    throw new Error("asked for what is not there")
  }
  const probes = systemProbes(sources({ platform, readText: never, readLink: never }))

  test("nothing is known of a process but that its pid is in use", () => {
    expect(probes.inspect(101)).toBeNull()
    expect(probes.pidNamespace()).toBeNull()
    const process = identifyProcess(101, probes) as ProcessIdentity
    expect(process).toStrictEqual({ pid: 101, bootId: "b1" })
    expect(judgeLiveness(process, probes)).toBe("exists")
  })

  test("a pid that is not in use is dead", () => {
    const gone = systemProbes(sources({ platform, signal: errno("ESRCH") }))
    expect(judgeLiveness({ pid: 101, bootId: "b1" }, gone)).toBe("dead")
  })
})

describe.runIf(process.platform === "linux")("on this machine", () => {
  const probes = systemProbes()
  const children: ChildProcess[] = []
  const run = (...args: [string, ...string[]]): ChildProcess => {
    const child = spawn(args[0], args.slice(1), { stdio: ["ignore", "pipe", "ignore"] })
    children.push(child)
    return child
  }
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL")
  })
  const identify = (pid: number | undefined): ProcessIdentity =>
    identifyProcess(pid ?? 0, probes) as ProcessIdentity

  test("this process lives", () => {
    const self = identify(process.pid)
    expect(Object.keys(self).sort()).toEqual(["bootId", "pid", "pidNamespace", "start"])
    expect(judgeLiveness(self, probes)).toBe("alive")
    expect(judgeLiveness({ ...self, start: "0" }, probes)).toBe("dead")
    expect(isAncestorProcess(identify(process.ppid), self, probes)).toBe(true)
  })

  test("a child lives until it is killed", async () => {
    const child = run("sleep", "60")
    const identity = identify(child.pid)
    expect(judgeLiveness(identity, probes)).toBe("alive")
    expect(isAncestorProcess(identify(process.pid), identity, probes)).toBe(true)
    child.kill("SIGKILL")
    await once(child, "exit")
    expect(judgeLiveness(identity, probes)).toBe("dead")
  })

  test("a zombie is dead, though its pid is still in use", async () => {
    // The shell becomes a `sleep` that never asks after the child that the shell had started.
    const child = run("sh", "-c", "sleep 0.2 & echo $!; exec sleep 60")
    const [pid] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer]
    const identity = identify(Number(pid))
    expect(judgeLiveness(identity, probes)).toBe("alive")
    await expect.poll(() => judgeLiveness(identity, probes), { timeout: 5_000 }).toBe("dead")
    expect(probes.exists(identity.pid)).toBe(true)
  })
})
