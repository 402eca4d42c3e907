import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { posixLauncher, shellQuote } from "../src/launcher.ts"
import { stableNode } from "../src/stable-node.ts"
import { loggedEvents, temporaryFolder } from "./fixture-hook.ts"
import { SHELLS, setUp, start } from "./launcher-fixture.ts"

const ODD_FOLDERS = [
  "plain",
  "with space",
  "quote's",
  'double"quote',
  "$HOME `date` \\",
  "new\nline",
  "ünïcode",
  "-dash",
]

describe.each(SHELLS.map((shell) => ({ shell })))("the launcher under $shell", ({ shell }) => {
  it.each(ODD_FOLDERS)("starts the bundle in a folder named %j", (name) => {
    const { launcher, log } = setUp(name)
    const ran = start(shell, launcher, { FIXTURE_LOG: log })
    expect(ran).toMatchObject({ status: 0, stdout: "", stderr: "" })
    expect(loggedEvents(log)).toMatchObject([{ event: { a: 1 } }])
  })

  it("leaves no shell in between", () => {
    const { launcher, log } = setUp("plain")
    start(shell, launcher, { FIXTURE_LOG: log })
    expect(loggedEvents(log)[0]?.ppid).toBe(process.pid)
  })

  it("takes a node with an odd name", () => {
    const node = join(temporaryFolder(), "it's a $node")
    symlinkSync(process.execPath, node)
    const { launcher, log } = setUp("plain", node)
    expect(start(shell, launcher, { FIXTURE_LOG: log, PATH: "/nowhere" }).status).toBe(0)
    expect(loggedEvents(log)).toHaveLength(1)
  })

  it("finds the node on PATH when the recorded one is gone", () => {
    const bin = temporaryFolder()
    symlinkSync(process.execPath, join(bin, "node"))
    const { launcher, log } = setUp("plain", "/gone/node")
    expect(start(shell, launcher, { FIXTURE_LOG: log, PATH: bin }).status).toBe(0)
    expect(loggedEvents(log)).toHaveLength(1)
  })

  it("finds a version manager's node when there is none on PATH", () => {
    const home = join(temporaryFolder(), "my home")
    const bin = join(home, ".local/share/fnm/aliases/default/bin")
    mkdirSync(bin, { recursive: true })
    symlinkSync(process.execPath, join(bin, "node"))
    // A folder of that name is executable too, and no node.
    mkdirSync(join(home, ".volta/bin/node"), { recursive: true })
    const { launcher, log } = setUp("plain", "/gone/node")
    const ran = start(shell, launcher, { FIXTURE_LOG: log, PATH: "/nowhere", HOME: home })
    // On a machine with a node in /usr/local/bin that one comes first; either way the bundle ran.
    expect(ran.status).toBe(0)
    expect(loggedEvents(log)).toHaveLength(1)
  })

  it("lets the call go on, silently, when the bundle is gone", () => {
    const { launcher, log } = setUp("plain")
    writeFileSync(
      launcher,
      posixLauncher({ hookName: "x", node: process.execPath, bundle: "2.0.0-00000000/hook.cjs" }),
    )
    expect(start(shell, launcher, { FIXTURE_LOG: log })).toMatchObject({ status: 0, stdout: "", stderr: "" })
    expect(existsSync(log)).toBe(false)
  })

  it.runIf(["/opt/homebrew/bin/node", "/usr/local/bin/node"].every((path) => !existsSync(path)))(
    "lets the call go on and leaves a note when there is no node at all",
    () => {
      const { launcher, gate } = setUp("with space", "/gone/node")
      const ran = start(shell, launcher, {
        FIXTURE_LOG: "/dev/null",
        PATH: "/nowhere",
        HOME: "/nowhere",
      })
      expect(ran).toMatchObject({ status: 0, stdout: "", stderr: "" })
      expect(existsSync(join(gate, "node-not-found"))).toBe(true)
    },
  )
})

it("quotes any word for a shell", () => {
  for (const word of ["", "a b", "it's", "''", '$x `y` \\ "z"', "\n"]) {
    expect(spawnSync("sh", ["-c", `printf %s ${shellQuote(word)}`], { encoding: "utf8" }).stdout).toBe(word)
  }
})

describe("the node that is recorded", () => {
  const only = (path: string) => (candidate: string) => candidate === path
  it.each([
    ["/opt/homebrew/Cellar/node/24.1.0/bin/node", "/opt/homebrew/bin/node"],
    ["/usr/local/Cellar/node/24.1.0_1/bin/node", "/usr/local/bin/node"],
    ["/opt/homebrew/Cellar/node@22/22.3.0/bin/node", "/opt/homebrew/opt/node@22/bin/node"],
    [
      "/home/u/.local/share/fnm/node-versions/v20.1.0/installation/bin/node",
      "/home/u/.local/share/fnm/aliases/default/bin/node",
    ],
    [
      "/home/u/.local/state/fnm_multishells/12_34/bin/node",
      "/home/u/.local/share/fnm/aliases/default/bin/node",
    ],
  ])("%s is %s", (running, stable) => {
    expect(stableNode(running, only(stable))).toBe(stable)
    expect(stableNode(running, () => false)).toBe(running)
  })

  it.each([
    "/usr/bin/node",
    "/home/u/.nvm/versions/node/v20.1.0/bin/node",
    "C:\\Program Files\\nodejs\\node.exe",
  ])("%s is taken as it is", (running) => expect(stableNode(running, () => true)).toBe(running))
})
