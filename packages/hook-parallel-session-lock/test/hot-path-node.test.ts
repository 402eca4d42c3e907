import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type Env, HotLauncher, SHELLS } from "./hot-launcher.ts"

const shells = process.platform === "win32" ? [] : SHELLS.map((shell) => ({ shell }))
const OF_NODE = { NODE_OPTIONS: "--require /nowhere.cjs", NODE_EXTRA_CA_CERTS: "/etc/ca.pem" }

let home: string
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "router-gate-node-")))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

describe.each(shells)("under $shell, Node is started", ({ shell }) => {
  /** What it finds in its environment of what is meant for it, and whether it is to have no flags. */
  function finds(event: string, env: Env = {}): Env {
    const log = join(home, "environment")
    const launcher = new HotLauncher(home, `env >"${log}"`)
    const ran = launcher.start(shell, [event], "{}\n", { HOME: home, NODE_ENV: "test", ...OF_NODE, ...env })
    expect(ran).toEqual({ status: 0, stdout: "", stderr: "", seen: "{}\n" })
    const lines = readFileSync(log, "utf8").split("\n")
    return Object.fromEntries(
      lines.filter((line) => /^NODE_|^plain=./.test(line)).map((line) => line.split(/=(.*)/, 2)),
    )
  }
  const settings = (path: string, text = '{\n  "store": { "type": "etcd" }\n}'): void => {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), text)
  }
  const without = { NODE_ENV: "test" }
  const asItIs = { ...without, ...OF_NODE }

  test.each(["PreToolUse", "PostToolUse", "Stop"])("by %s without what makes its start longer", (event) =>
    expect(finds(event)).toEqual(without),
  )

  test.each(["PreToolUse", "PostToolUse", "Stop", ""])(
    "by %j as it is where a store may be asked",
    (event) => {
      settings(".claude/router-gate.json")
      expect(finds(event)).toEqual({ ...asItIs, plain: "1" })
    },
  )

  test.each([
    ["the last line, without an end", '{ "ttlMs": 60000,\n"store": null }'],
    ["a key that is spelt otherwise", '{ "\\u0073tore": { "type": "etcd" } }\n'],
  ])("as it is where settings say so by %s", (_, text) => {
    settings(".claude/router-gate.json", text)
    expect(finds("Stop")).toEqual({ ...asItIs, plain: "1" })
  })

  test.each([
    ["settings without a store", '{ "ttlMs": 60000, "workspaceId": "restore" }\n'],
    ["empty settings", ""],
  ])("without what makes its start longer where there are %s", (_, text) => {
    settings(".claude/router-gate.json", text)
    expect(finds("Stop")).toEqual(without)
  })

  test("without it where settings cannot be read", () => {
    mkdirSync(join(home, ".claude/router-gate.json"), { recursive: true })
    expect(finds("Stop")).toEqual(without)
  })

  test("by the settings of the directory that the client uses", () => {
    settings("elsewhere/router-gate.json")
    expect(finds("Stop")).toEqual(without)
    expect(finds("Stop", { CLAUDE_CONFIG_DIR: join(home, "elsewhere") })).toEqual({ ...asItIs, plain: "1" })
  })

  test("as it is where the environment sets a store", () =>
    expect(finds("PreToolUse", { ROUTER_GATE_STORE: "etcd" })).toEqual({ ...asItIs, plain: "1" }))

  test("with its flags where a store is set, and not asked because a note says so", () => {
    settings(".claude/router-gate.json")
    settings(".claude/router-gate/turns/s", "a note\n")
    const env = { CLAUDE_CODE_SESSION_ID: "s", CLAUDE_PID: "1" }
    for (const event of ["PreToolUse", "PostToolUse"]) expect(finds(event, env)).toEqual(asItIs)
    expect(finds("Stop", env)).toEqual({ ...asItIs, plain: "1" })
  })
})
