import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import { loggedEvents, temporaryFolder } from "./fixture-hook.ts"
import { SHELLS, setUp, start } from "./launcher-fixture.ts"

/** What the launcher would prefer to anything below a home; where one of them is there, there is nothing to see here. */
const OF_THE_MACHINE = [
  "/home/linuxbrew/.linuxbrew/bin/node",
  "/usr/local/bin/node",
  "/opt/homebrew/bin/node",
]
const shells = OF_THE_MACHINE.some(existsSync) ? [] : SHELLS.map((shell) => ({ shell }))

/** A node that says which one it is. */
function put(path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `#!/bin/sh\necho "$0"\n`, { mode: 0o755 })
}

describe.each(shells)(
  "the launcher under $shell, with neither the recorded node nor one on PATH",
  ({ shell }) => {
    /** Which of these nodes below a home is started. */
    function chosen(paths: string[], env: (home: string) => Record<string, string> = () => ({})): string {
      const home = join(temporaryFolder(), "my home")
      for (const path of paths) put(join(home, path))
      const { launcher } = setUp("plain", "/gone/node")
      const ran = start(shell, launcher, { PATH: "/nowhere", HOME: home, ...env(home) })
      expect(ran).toMatchObject({ status: 0, stderr: "" })
      return ran.stdout.trim().replace(`${home}/`, "")
    }

    it.each([
      ".nodenv/shims/node",
      ".asdf/shims/node",
      ".local/share/mise/shims/node",
      ".fnm/aliases/default/bin/node",
      "Library/Application Support/fnm/aliases/default/bin/node",
      ".local/share/fnm/aliases/default/bin/node",
      ".volta/bin/node",
      ".nvm/versions/node/v22.3.0/bin/node",
    ])("finds ~/%s", (path) => expect(chosen([path])).toBe(path))

    it("takes the newest major version that nvm has, whatever its name sorts after", () => {
      const nvm = (version: string): string => `.nvm/versions/node/${version}/bin/node`
      expect(chosen(["v22.3.0", "v9.11.2", "v20.1.0", "v8.0.0"].map(nvm))).toBe(nvm("v22.3.0"))
      expect(chosen(["v9.11.2", "v8.0.0"].map(nvm))).toBe(nvm("v9.11.2"))
    })

    it("finds nvm where NVM_DIR says, before its usual place", () => {
      const paths = [".nvm/versions/node/v24.0.0/bin/node", "nvm of mine/versions/node/v20.1.0/bin/node"]
      expect(chosen(paths, (home) => ({ NVM_DIR: join(home, "nvm of mine") }))).toBe(paths[1])
    })

    it("prefers a stable name to a version's own folder", () => {
      expect(chosen([".nvm/versions/node/v24.0.0/bin/node", ".volta/bin/node", ".asdf/shims/node"])).toBe(
        ".volta/bin/node",
      )
    })

    it("does not take what is no program", () => {
      const home = temporaryFolder()
      mkdirSync(join(home, ".volta/bin/node"), { recursive: true })
      mkdirSync(join(home, ".nodenv/shims"), { recursive: true })
      writeFileSync(join(home, ".nodenv/shims/node"), "not executable", { mode: 0o644 })
      put(join(home, ".asdf/shims/node"))
      const { launcher } = setUp("plain", "/gone/node")
      expect(start(shell, launcher, { PATH: "/nowhere", HOME: home }).stdout).toBe(
        `${home}/.asdf/shims/node\n`,
      )
    })
  },
)

describe.each(SHELLS.map((shell) => ({ shell })))("the launcher under $shell", ({ shell }) => {
  it("starts without PATH and HOME, as from a desktop", () => {
    const { launcher, log } = setUp("plain")
    const ran = start(shell, launcher, { PATH: undefined, HOME: undefined, FIXTURE_LOG: log })
    expect(ran).toMatchObject({ status: 0, stdout: "", stderr: "" })
    expect(loggedEvents(log)).toHaveLength(1)
  })
})
