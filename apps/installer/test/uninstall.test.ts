import { readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { gate, go, home, read, settings, tree, write } from "./sandbox.ts"

describe("uninstall", () => {
  it.each([
    "",
    " \n",
    "{}",
    '{"model":"opus"}\n',
    '\uFEFF{\r\n\t"hooks": { "Stop": [ ] }\r\n}\r\n',
    '{"n":12345678901234567890}',
  ])("puts %j back byte for byte", async (before) => {
    write(before)
    const was = tree(home)
    await go("install")
    expect(read(settings())).not.toBe(before)
    expect((await go("uninstall", "--json")).json).toMatchObject({
      settings: "restored",
      staged_files: "removed",
    })
    expect(tree(home)).toEqual(was)
  })

  it("leaves an empty home behind where it found one", async () => {
    await go("install")
    expect((await go("uninstall", "--json")).json).toMatchObject({
      settings: "deleted",
      staged_files: "removed",
    })
    expect(readdirSync(home)).toEqual([])
  })

  it("takes out exactly ours when others have written since", async () => {
    write('{\n  "model": "opus"\n}\n')
    await go("install")
    write(
      read(settings())
        .replace('"opus"', '"sonnet"')
        .replace('"Stop": [', '"Stop": [\n      { "hooks": [{ "type": "command", "command": "theirs" }] },'),
    )
    expect((await go("uninstall", "--json")).json).toMatchObject({
      settings: "edited",
      staged_files: "removed",
    })
    expect(read(settings())).toBe(
      '{\n  "model": "sonnet",\n  "hooks": {\n    "Stop": [\n      { "hooks": [{ "type": "command", "command": "theirs" }] }\n    ]\n  }\n}\n',
    )
  })

  it("finds ours in a file that the client has written anew", async () => {
    write('{"zz":1,"model":"opus"}')
    await go("install")
    write(`${JSON.stringify(JSON.parse(read(settings())), null, 2)}\n`)
    await go("uninstall")
    expect(JSON.parse(read(settings()))).toEqual({ zz: 1, model: "opus" })
  })

  it.each(["deleted", "broken"])("works with a manifest that was %s", async (fate) => {
    write('{\n  "model": "opus"\n}\n')
    await go("install")
    if (fate === "deleted") rmSync(gate("manifest.json"))
    else writeFileSync(gate("manifest.json"), "{")
    expect((await go("install", "--json")).json).toMatchObject({ outcome: "unchanged" })
    rmSync(gate("manifest.json"))
    expect((await go("uninstall", "--json")).json).toMatchObject({ outcome: "uninstalled" })
    expect(tree(home)).toEqual({
      [join(home, ".claude")]: "folder",
      [settings()]: '{\n  "model": "opus"\n}\n',
    })
  })

  it("refuses the manifest of a newer installer", async () => {
    await go("install")
    writeFileSync(gate("manifest.json"), '{"schema_version":2,"installer_version":"9.0.0"}')
    const before = tree(home)
    for (const command of ["install", "uninstall"]) {
      const { exitCode, stderr } = await go(command)
      expect({ exitCode, stderr }).toMatchObject({
        exitCode: 1,
        stderr: expect.stringMatching(/newer router-gate \(9\.0\.0\)/),
      })
    }
    expect(tree(home)).toEqual(before)
  })

  it("has nothing to do where nothing is installed, and makes nothing", async () => {
    expect((await go("uninstall", "--json")).json).toMatchObject({
      outcome: "unchanged",
      staged_files: "absent",
    })
    expect(readdirSync(home)).toEqual([])
    write('{"model":"opus"}')
    expect((await go("uninstall")).stdout).toMatch(/^Nothing to do/)
    expect(read(settings())).toBe('{"model":"opus"}')
  })

  it("shows a dry run and changes nothing", async () => {
    write('{"model":"opus"}\n')
    await go("install")
    const before = tree(home)
    const { stdout } = await go("uninstall", "--dry-run")
    expect(stdout).toMatch(/^\+\{"model":"opus"\}$/m)
    expect(tree(home)).toEqual(before)
  })

  it("leaves alone what it does not know", async () => {
    await go("install")
    writeFileSync(gate("mine.txt"), "x")
    await go("uninstall")
    expect(Object.keys(tree(home))).toEqual([join(home, ".claude"), gate(), gate("mine.txt")])
  })
})
