import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { temporaryFolder } from "./fixture-hook.ts"
import { go, home, read, settings, write } from "./sandbox.ts"

describe("the settings file itself", () => {
  it("a symbolic link stays one, and the file behind it changes", async () => {
    const dotfiles = temporaryFolder()
    const real = join(dotfiles, "claude.json")
    writeFileSync(real, '{"model":"opus"}')
    mkdirSync(join(home, ".claude"))
    symlinkSync(real, settings())
    const { json } = await go("install", "--json")
    expect(json).toMatchObject({
      settings_path: settings(),
      real_path: real,
      notes: [expect.stringContaining("is a link")],
    })
    expect(lstatSync(settings()).isSymbolicLink()).toBe(true)
    expect(JSON.parse(read(real))).toMatchObject({ model: "opus", hooks: {} })
    await go("uninstall")
    expect(read(real)).toBe('{"model":"opus"}')
    expect(lstatSync(settings()).isSymbolicLink()).toBe(true)
  })

  it("a chain of relative links is followed", async () => {
    mkdirSync(join(home, ".claude"))
    mkdirSync(join(home, "dot"))
    writeFileSync(join(home, "dot/real.json"), "{}")
    symlinkSync("real.json", join(home, "dot/middle.json"))
    symlinkSync("../dot/middle.json", settings())
    expect((await go("install", "--json")).json.real_path).toBe(join(home, "dot/real.json"))
    expect(readlinkSync(settings())).toBe("../dot/middle.json")
  })

  it("a dangling link gets its file, and loses it again", async () => {
    const dotfiles = temporaryFolder()
    mkdirSync(join(home, ".claude"))
    symlinkSync(join(dotfiles, "claude.json"), settings())
    const { json } = await go("install", "--json")
    expect(json).toMatchObject({ settings: "created", notes: [expect.stringContaining("did not exist")] })
    expect(existsSync(join(dotfiles, "claude.json"))).toBe(true)
    await go("uninstall")
    expect(readdirSync(dotfiles)).toEqual([])
    expect(lstatSync(settings()).isSymbolicLink()).toBe(true)
  })

  it("a whole folder behind a link works too", async () => {
    const dotfiles = temporaryFolder()
    symlinkSync(dotfiles, join(home, ".claude"))
    expect((await go("install", "--json")).json).toMatchObject({ real_path: join(dotfiles, "settings.json") })
    await go("uninstall")
    expect(readdirSync(dotfiles)).toEqual([])
  })

  it.each([0o600, 0o640, 0o664])("keeps its mode %o", async (mode) => {
    write("{}")
    chmodSync(settings(), mode)
    await go("install")
    expect(statSync(settings()).mode & 0o777).toBe(mode)
    await go("uninstall")
    expect(statSync(settings()).mode & 0o777).toBe(mode)
  })

  it.runIf(process.getuid?.() === 0)("keeps its owner when root installs", async () => {
    write("{}")
    chownSync(settings(), 12345, 54321)
    await go("install")
    expect(statSync(settings())).toMatchObject({ uid: 12345, gid: 54321 })
  })

  it("leaves no temporary file behind", async () => {
    write("{}")
    await go("install")
    expect(readdirSync(join(home, ".claude")).sort()).toEqual(["router-gate", "settings.json"])
    linkSync(settings(), join(home, "second-name"))
    await go("uninstall")
    expect(readdirSync(join(home, ".claude"))).toEqual(["settings.json"])
  })
})
