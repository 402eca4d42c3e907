import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { run } from "./fake-process.ts"
import { temporaryFolder } from "./fixture-hook.ts"
import { gate, go, home, hook, read, release, settings, tree, write } from "./sandbox.ts"

async function findings(): Promise<{
  exitCode: number
  codes: string[]
  all: { code: string; sentence: string; line?: number }[]
}> {
  const { exitCode, json } = await go("doctor", "--json")
  const all = json.findings.filter(isNotAboutTime)
  return { exitCode, codes: all.map((one: { code: string }) => one.code).sort(), all }
}

/** On a machine that is busy enough everything is slow. */
function isNotAboutTime({ code }: { code: string }): boolean {
  return code !== "HOOK_SLOW"
}

function edit(change: (value: { hooks: Record<string, unknown[]> }) => void): void {
  const value = JSON.parse(read(settings()))
  change(value)
  write(JSON.stringify(value, null, 2))
}

function editLauncher(change: (text: string) => string): void {
  writeFileSync(gate("test-hook/launcher"), change(read(gate("test-hook/launcher"))))
}

function reRegister(from: string, to: string): void {
  write(read(settings()).replaceAll(from, to))
}

describe("doctor", () => {
  it("finds nothing wrong after an installation, tells the time that the hook takes, and changes nothing", async () => {
    await go("install")
    const before = tree(home)
    const { exitCode, json, stdout } = await go("doctor", "--json")
    expect(json).toMatchObject({ healthy: true, timings: [{ hook: "test-hook", runs: 11 }] })
    expect(json.findings.filter(isNotAboutTime)).toEqual([])
    expect(exitCode, stdout).toBe(0)
    expect(json.timings[0].p50_ms).toBeGreaterThan(1)
    expect(json.timings[0].p95_ms).toBeGreaterThanOrEqual(json.timings[0].p50_ms)
    expect(tree(home)).toEqual(before)
    expect((await go("doctor")).stdout).toMatch(/Nothing is wrong\.\n$/)
  })

  it("an empty home", async () => {
    expect(await findings()).toMatchObject({ exitCode: 1, codes: ["NOT_INSTALLED"] })
    expect(readdirSync(home)).toEqual([])
  })

  it.each<[string, () => void, string[], number]>([
    [
      "a value that the client rejects",
      () => edit((all) => all.hooks.Stop?.push({ hooks: [{ type: "command", command: "x", timeout: -1 }] })),
      ["NOT_INSTALLED", "SETTINGS_REJECTED"],
      1,
    ],
    [
      "a setting of the wrong type",
      () => edit((all) => Object.assign(all, { permissions: "x", cleanupPeriodDays: "abc" })),
      ["NOT_INSTALLED", "SETTINGS_REJECTED", "SETTINGS_REJECTED"],
      1,
    ],
    [
      "a name that only a newer client may know",
      () => edit((all) => Object.assign(all, { tui: "holographic" })),
      ["SETTINGS_VALUE_UNKNOWN"],
      0,
    ],
    ["an empty file", () => write(""), ["GONE", "SETTINGS_REJECTED"], 1],
    [
      "a matcher that is no regular expression",
      () => edit((all) => all.hooks.Stop?.push({ matcher: "(", hooks: [] })),
      ["MATCHER_INVALID"],
      0,
    ],
    ["a byte order mark", () => write(`\uFEFF${read(settings())}`), ["SETTINGS_BOM"], 0],
    ["an event that lost its entry", () => edit((all) => delete all.hooks.Stop), ["PARTLY_INSTALLED"], 1],
    ["an entry twice", () => edit((all) => all.hooks.Stop?.push(all.hooks.Stop[0])), ["PARTLY_INSTALLED"], 1],
    ["entries that are gone", () => write("{}"), ["GONE"], 1],
    [
      "hooks switched off",
      () => edit((all) => Object.assign(all, { disableAllHooks: true })),
      ["NOT_ACTIVE"],
      1,
    ],
    [
      "staged files that are gone",
      () => rmSync(gate("test-hook"), { recursive: true }),
      ["NOT_ACTIVE", "NOT_STAGED"],
      1,
    ],
    ["another version", () => release({ version: "9.9.9" }), ["OTHER_VERSION"], 0],
    [
      "a launcher that fails",
      () => editLauncher((text) => text.replace(/^ {2}''\) .*$/m, "  '') trap - 0; exit 7 ;;")),
      ["HOOK_FAILS", "OTHER_VERSION"],
      1,
    ],
    [
      "a launcher that says something",
      () => editLauncher((text) => text.replace(/^ {2}''\) .*$/m, "  '') echo denied; exit 0 ;;")),
      ["HOOK_OBJECTS", "OTHER_VERSION"],
      1,
    ],
    [
      "a Node that is gone, and another one in its place",
      () => {
        editLauncher((text) => text.replace(/^node=.*$/m, "node='/gone/no'\\''de'"))
        mkdirSync(join(home, ".volta/bin"), { recursive: true })
        symlinkSync(process.execPath, join(home, ".volta/bin/node"))
      },
      ["NODE_GONE", "OTHER_VERSION"],
      0,
    ],
    [
      "a Node that only the user's own environment leads to",
      () => {
        symlinkSync(process.execPath, join(home, "node-of-mine"))
        editLauncher((text) =>
          text
            .replace(/^node=.*$/m, "node='/gone/node'")
            .replace("command -v node", "command -v $CLAUDE_CONFIG_DIR/../node-of-mine")
            .replaceAll(/^ {2}\/\S+\/node/gm, "  /nowhere/node"),
        )
      },
      ["NODE_GONE", "NODE_ONLY_ON_PATH", "OTHER_VERSION"],
      1,
    ],
    [
      "a Node that is too old",
      () => {
        writeFileSync(join(home, "old-node"), "#!/bin/sh\n[ $1 != --version ] || echo v18.20.1\n", {
          mode: 0o755,
        })
        editLauncher((text) => text.replace(/^node=.*$/m, `node='${join(home, "old-node")}'`))
      },
      ["NODE_TOO_OLD", "OTHER_VERSION"],
      1,
    ],
    [
      "a lease from the future",
      () => {
        mkdirSync(join(home, ".claude/runtime"))
        const record = {
          schema_version: 1,
          session_id: "s",
          pid: 1,
          acquired_at: Date.now() + 600_000,
          ttl_ms: 10,
        }
        writeFileSync(join(home, ".claude/runtime/session-lock-0123456789ab.json"), JSON.stringify(record))
      },
      ["CLOCK_WRONG"],
      1,
    ],
    ["a launcher's note", () => writeFileSync(gate("node-not-found"), ""), ["NODE_NOT_FOUND"], 1],
    [
      "a plugin beside us",
      () => {
        mkdirSync(join(home, ".claude/skills/router-gate/.claude-plugin"), { recursive: true })
        writeFileSync(join(home, ".claude/skills/router-gate/.claude-plugin/plugin.json"), "{}")
      },
      ["PLUGIN_TOO"],
      1,
    ],
    [
      "a file in place of the leases' folder",
      () => writeFileSync(join(home, ".claude/runtime"), ""),
      ["LOCKS_UNWRITABLE", "LOCK_UNREADABLE"],
      1,
    ],
    [
      "a stale lease",
      () => {
        mkdirSync(join(home, ".claude/runtime"))
        writeFileSync(
          join(home, ".claude/runtime/session-lock-0123456789ab.json"),
          JSON.stringify({ schema_version: 1, session_id: "s", pid: 1, acquired_at: 1000, ttl_ms: 10 }),
        )
      },
      ["LEASE_STALE"],
      0,
    ],
  ])("%s", async (_name, damage, codes, exitCode) => {
    await go("install")
    damage()
    const found = await findings()
    expect(found.codes).toEqual(codes)
    expect(found.exitCode).toBe(exitCode)
    expect((await go("doctor")).stdout).toContain(codes[0])
  })

  it("names the line of what the client rejects", async () => {
    write('{\n  "model": 7\n}')
    expect((await findings()).all).toContainEqual(
      expect.objectContaining({
        code: "SETTINGS_REJECTED",
        line: 2,
        sentence: '"model" is 7, not a string',
      }),
    )
  })

  it("the hook registered for the user and with the project", async () => {
    const project = temporaryFolder()
    const at = (...args: string[]) => run(args, { home, cwd: project, hooks: [hook] })
    const codesAt = async () => {
      const { json } = await at("doctor", "--json")
      return json.findings.filter(isNotAboutTime).map(({ code }: { code: string }) => code)
    }
    await at("install")
    await at("install", "--scope", "local")
    expect(await codesAt()).toEqual([])
    await at("install", "--scope", "project")
    expect(await codesAt()).toEqual(["RUNS_TWICE"])
  })
})

describe("an installation of an older layout", () => {
  const old = () => gate("test-hook/hook.mjs")

  it("is recognised, replaced by one set of today's, and its files go", async () => {
    await go("install")
    mkdirSync(gate("test-hook/0.9.0"))
    writeFileSync(gate("test-hook/0.9.0/hook.cjs"), "")
    writeFileSync(old(), "")
    reRegister(
      `"command": "${gate("test-hook/launcher")}",\n            "args": [],`,
      `"command": "node \\"${old()}\\"",`,
    )
    edit((all) => all.hooks.Stop?.push({ hooks: [{ type: "command", command: "theirs" }] }))
    rmSync(gate("manifest.json"))
    expect((await findings()).codes).toEqual(["PARTLY_INSTALLED"])

    expect((await go("install", "--json")).json).toMatchObject({ outcome: "repaired", settings: "changed" })
    expect(read(settings())).not.toContain("hook.mjs")
    expect(readdirSync(gate("test-hook"))).toEqual([expect.stringMatching(/^1\.2\.3-/), "launcher"])
    expect((await findings()).codes).toEqual([])
    expect(JSON.parse(read(settings())).hooks.Stop).toHaveLength(2)

    await go("uninstall")
    expect(JSON.parse(readFileSync(settings(), "utf8"))).toEqual({
      hooks: { Stop: [{ hooks: [{ type: "command", command: "theirs" }] }] },
    })
  })
})
