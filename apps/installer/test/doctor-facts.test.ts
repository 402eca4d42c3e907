import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { checkClient } from "../src/doctor/check-client.ts"
import { featuresOf, isOlder } from "../src/doctor/find-client.ts"
import type { Scope } from "../src/scope.ts"
import { run } from "./fake-process.ts"
import { go, home, hook, tree } from "./sandbox.ts"

/** Puts a client on a PATH of its own; returns that PATH. */
function clientSays(answer: string): string {
  const folder = join(home, "bin")
  mkdirSync(folder)
  writeFileSync(join(folder, "claude"), `#!/bin/sh\necho '${answer}'\n`, { mode: 0o755 })
  return folder
}

const doctor = (PATH: string, ...more: string[]) =>
  run(["doctor", ...more], { home, hooks: [hook], env: { PATH } })

describe("the client that is found here", () => {
  it("is named with what it can", async () => {
    const PATH = clientSays("2.1.330 (Claude Code)")
    const { json } = await doctor(PATH, "--json")
    expect(json.facts.client).toMatchObject({ path: join(PATH, "claude"), version: "2.1.330" })
    expect(json.facts.client.supports.every((one: { has: boolean }) => one.has)).toBe(true)
    expect((await doctor(PATH)).stdout).toMatch(/^Client 2\.1\.330, /)
  })

  it("is named with what it lacks", async () => {
    expect((await doctor(clientSays("2.1.197"))).stdout).toContain(
      "  without its own process id for hooks (since 2.1.214)\n",
    )
  })

  it("is none when there is none, or it answers something else", async () => {
    expect((await doctor(home, "--json")).json.facts.client).toBe(null)
    expect((await doctor(clientSays("what?"), "--json")).json.facts.client).toBe(null)
  })

  it.each<[version: string, scopes: Scope[], platform: string, codes: string[]]>([
    ["2.1.330", ["user", "managed"], "win32", []],
    ["2.1.138", ["user"], "linux", []],
    ["2.1.138", ["user"], "win32", ["CLIENT_TOO_OLD"]],
    ["2.1.100", ["user"], "linux", ["CLIENT_TOO_OLD"]],
    ["2.1.100", [], "linux", []],
    ["2.1.82", ["managed"], "linux", ["CLIENT_TOO_OLD", "CLIENT_TOO_OLD"]],
  ])("%s with %j on %s", (version, scopes, platform, codes) => {
    const client = { path: "/claude", version, supports: featuresOf(version) }
    expect(checkClient(client, scopes, platform).map((one) => one.code)).toEqual(codes)
  })

  it.each([
    ["2.1.9", "2.1.10", true],
    ["2.1.10", "2.1.10", false],
    ["2.2.0", "2.1.99", false],
    ["1.9.9", "2.0.0", true],
  ])("%s is older than %s: %j", (version, than, expected) => {
    expect(isOlder(version, than)).toBe(expected)
  })
})

describe("what was looked at", () => {
  it("the Node of the hooks, the clock, the place of the leases; nothing is written for it", async () => {
    await go("install")
    const before = tree(home)
    const { json } = await go("doctor", "--json")
    expect(json.facts).toMatchObject({
      node: { path: process.execPath, version: process.versions.node },
      clock: { source: expect.stringMatching(/^(boot|wall)$/) },
      locks: { dir: join(home, ".claude/runtime") },
    })
    expect(tree(home)).toEqual(before)
  })

  it.runIf(process.platform === "linux")(
    "the kind of file system, of a folder that is not there yet",
    async () => {
      expect((await go("doctor", "--json")).json.facts.locks.file_system).toMatch(/^(\w+|0x[0-9a-f]+)$/)
    },
  )
})
