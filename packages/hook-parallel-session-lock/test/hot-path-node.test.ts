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
  /** What it finds in its environment of what is meant for it. */
  function finds(event: string, env: Env = {}): Env {
    const log = join(home, "environment")
    const launcher = new HotLauncher(home, `env >"${log}"`)
    const ran = launcher.start(shell, [event], "{}\n", { HOME: home, NODE_ENV: "test", ...OF_NODE, ...env })
    expect(ran).toEqual({ status: 0, stdout: "", stderr: "", seen: "{}\n" })
    const lines = readFileSync(log, "utf8").split("\n")
    return Object.fromEntries(
      lines.filter((line) => line.startsWith("NODE_")).map((line) => line.split(/=(.*)/, 2)),
    )
  }
  const settings = (path: string): void => {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), "{}")
  }

  test.each(["PreToolUse", "PostToolUse", "Stop"])("by %s without what makes its start longer", (event) =>
    expect(finds(event)).toEqual({ NODE_ENV: "test" }),
  )

  test("with it where a store may be set by the user's settings", () => {
    settings(".claude/router-gate.json")
    expect(finds("Stop")).toEqual({ NODE_ENV: "test", ...OF_NODE })
    expect(finds("Stop", { CLAUDE_CONFIG_DIR: join(home, "elsewhere") })).toEqual({ NODE_ENV: "test" })
    settings("elsewhere/router-gate.json")
    expect(finds("Stop", { CLAUDE_CONFIG_DIR: join(home, "elsewhere") })).toEqual({
      NODE_ENV: "test",
      ...OF_NODE,
    })
  })

  test("with it where the environment sets one", () =>
    expect(finds("PreToolUse", { ROUTER_GATE_STORE: "etcd" })).toEqual({ NODE_ENV: "test", ...OF_NODE }))
})
