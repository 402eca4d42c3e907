import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { run } from "./fake-process.ts"
import { go, home, hook, settings, tree, write } from "./sandbox.ts"

describe("refusals change nothing", () => {
  it.each<[string, () => void, RegExp]>([
    ["comments", () => write('{\n  // mine\n  "model": "opus"\n}'), /settings\.json:2:3: a comment/],
    [
      "a shape that the client rejects",
      () => write('{"hooks": []}'),
      /settings\.json:1:11: "hooks" is an array/,
    ],
    [
      "a setting that the client rejects",
      () => write('{\n  "cleanupPeriodDays": 0\n}'),
      /settings\.json:2:24: "cleanupPeriodDays" is 0, not a whole number from 1/,
    ],
    ["a folder in its place", () => mkdirSync(settings(), { recursive: true }), /a folder, not a file/],
    [
      "not UTF-8",
      () => {
        write("")
        writeFileSync(settings(), Buffer.from([0xff, 0xfe, 0x7b, 0]))
      },
      /not UTF-8/,
    ],
    ["over 2 MiB", () => write(`{"a":"${"x".repeat(2 ** 21)}"}`), /over 2 MiB/],
    [
      "a read-only file",
      () => {
        write("{}")
        chmodSync(settings(), 0o444)
      },
      /is read-only/,
    ],
    [
      "a link to nowhere",
      () => {
        mkdirSync(join(home, ".claude"))
        symlinkSync("/nowhere/at/all.json", settings())
      },
      /does not exist/,
    ],
    [
      "a link to itself",
      () => {
        mkdirSync(join(home, ".claude"))
        symlinkSync("settings.json", settings())
      },
      /in a circle/,
    ],
    [
      "a link to a device",
      () => {
        mkdirSync(join(home, ".claude"))
        symlinkSync("/dev/null", settings())
      },
      /a device or pipe/,
    ],
    [
      "a file in place of the folder",
      () => writeFileSync(join(home, ".claude"), "x"),
      /a file, not a folder|cannot be/,
    ],
  ])("%s", async (_name, arrange, message) => {
    arrange()
    const before = tree(home)
    for (const args of [["install"], ["install", "--dry-run"]]) {
      const { exitCode, stdout, stderr } = await go(...args)
      if (args.length > 1 && _name === "a read-only file") continue
      expect({ exitCode, stdout, stderr }).toMatchObject({
        exitCode: 1,
        stdout: "",
        stderr: expect.stringMatching(message),
      })
    }
    expect(tree(home)).toEqual(before)
  })

  it("as JSON, with the place in fields", async () => {
    write('{\n  "model": "opus",\n}')
    const { exitCode, json, stderr } = await go("install", "--json")
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" })
    expect(json.error).toMatchObject({
      code: "SETTINGS_NOT_JSON",
      path: settings(),
      line: 3,
      column: 1,
      cause: expect.stringContaining("trailing comma"),
    })
  })

  it.each([
    [{ HOME: undefined }, /HOME is not set/],
    [{ HOME: "relative" }, /not an absolute path/],
    [{ HOME: "/x", CLAUDE_CONFIG_DIR: "~/.claude" }, /CLAUDE_CONFIG_DIR is "~\/\.claude"/],
  ])("%j", async (env, message) => {
    const { exitCode, stderr } = await run(["install"], { home, hooks: [hook], env })
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(message) })
  })
})
