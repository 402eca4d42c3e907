import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { registrationsFor } from "@router-gate/hook-parallel-session-lock"
import { beforeEach, describe, expect, it } from "vitest"
import type { Environment } from "../src/environment.ts"
import type { InstallableHook } from "../src/hooks.ts"
import { writePatience } from "../src/patience.ts"
import { run } from "./fake-process.ts"
import { fixtureHook, temporaryFolder } from "./fixture-hook.ts"
import { gate, home, read, settings, tree, write } from "./sandbox.ts"

const TOOLS = "Edit|Write|MultiEdit|NotebookEdit|Bash|PowerShell|Monitor"

let hook: InstallableHook
let project: string
beforeEach(() => {
  const waits = { event: "PreToolUse", file: "pre-tool-use-timeout-seconds" }
  hook = { ...fixtureHook({ waits }), registrations: registrationsFor }
  project = temporaryFolder()
  mkdirSync(join(project, ".claude"))
})

const at = (...args: string[]) => run(args, { home, cwd: project, hooks: [hook] })
const patience = () => read(gate("test-hook/pre-tool-use-timeout-seconds"))

function configure(config: unknown, path = join(home, ".claude/router-gate.json")): void {
  mkdirSync(join(path, ".."), { recursive: true })
  writeFileSync(path, typeof config === "string" ? config : JSON.stringify(config))
}

function registered(event: string, path = settings()): { matcher?: string; timeout: number } {
  const groups = JSON.parse(read(path)).hooks[event].filter((one: { hooks: { command: string }[] }) =>
    one.hooks[0]?.command.includes("test-hook"),
  )
  expect(groups).toHaveLength(1)
  return { matcher: groups[0].matcher, timeout: groups[0].hooks[0].timeout }
}

describe("what is registered", () => {
  it("follows the settings in the user's file, and the hook is told how long it has", async () => {
    configure({ waitMs: 20_000, tools: { mcp__a__b: ["path"] } })
    expect((await at("install", "--json")).json).toMatchObject({ outcome: "installed", notes: [] })
    expect(registered("PreToolUse")).toEqual({ matcher: `${TOOLS}|mcp__a__b`, timeout: 23 })
    expect(registered("PostToolUse")).toEqual({ matcher: `${TOOLS}|mcp__a__b`, timeout: 3 })
    expect(patience()).toBe("23\n")
    expect(statSync(gate("test-hook/pre-tool-use-timeout-seconds")).mode & 0o777).toBe(0o600)
    const all = tree(home)
    expect((await at("install", "--json")).json.outcome).toBe("unchanged")
    expect(tree(home)).toEqual(all)
  })

  it("is renewed by another install after a change, in place, and nothing else is touched", async () => {
    write('{"hooks":{"PreToolUse":[{"matcher":"Bash","hooks":[{"type":"command","command":"theirs"}]}]}}')
    await at("install")
    expect(patience()).toBe("3\n")
    configure({ waitMs: 60_000 })
    expect((await at("status", "--json")).json).toMatchObject({
      active: true,
      scopes: [{ state: "outdated", missing_events: ["PreToolUse"] }, {}, {}, {}],
    })
    expect((await at("doctor", "--json")).json).toMatchObject({
      healthy: true,
      findings: [{ code: "OUTDATED" }],
    })
    const { stdout } = await at("install")
    expect(stdout).toMatch(/^Updated\. The entries follow the gate's configuration now: .*settings\.json\n/)
    expect(registered("PreToolUse").timeout).toBe(63)
    expect(patience()).toBe("63\n")
    expect((await at("status", "--json")).json.scopes[0].state).toBe("installed")
    rmSync(join(home, ".claude/router-gate.json"))
    expect((await at("install", "--json")).json).toMatchObject({ outcome: "updated", files: "unchanged" })
    expect(registered("PreToolUse").timeout).toBe(3)
    expect(patience()).toBe("3\n")
    await at("uninstall")
    expect(read(settings())).toBe(
      '{"hooks":{"PreToolUse":[{"matcher":"Bash","hooks":[{"type":"command","command":"theirs"}]}]}}',
    )
    expect(existsSync(gate())).toBe(false)
  })

  it("is repaired, not updated, when somebody damaged it as well", async () => {
    await at("install")
    configure({ waitMs: 60_000 })
    const damaged = JSON.parse(read(settings()))
    delete damaged.hooks.Stop
    write(JSON.stringify(damaged))
    expect((await at("status", "--json")).json.scopes[0].state).toBe("partly")
    expect((await at("install", "--json")).json.outcome).toBe("repaired")
  })

  it("follows the project's files in the project's scopes only; the environment and the machine's scope never", async () => {
    configure({ waitMs: 10_000 }, join(project, ".claude/router-gate.json"))
    const env = { ROUTER_GATE_WAIT_MS: "99000" }
    const options = { home, cwd: project, hooks: [hook], env }
    for (const scope of ["user", "local", "managed"]) await run(["install", "--scope", scope], options)
    expect(registered("PreToolUse").timeout).toBe(3)
    expect(registered("PreToolUse", join(project, ".claude/settings.local.json")).timeout).toBe(13)
    const machine = `${home}.machine`
    expect(registered("PreToolUse", join(machine, "managed-settings.d/50-router-gate.json")).timeout).toBe(3)
    rmSync(machine, { recursive: true })
  })

  it("a hook that waits is never told more than the shortest time that it is registered with", async () => {
    configure({ waitMs: 50_000 }, join(project, ".claude/router-gate.json"))
    await at("install", "--scope", "local")
    expect(patience()).toBe("53\n")
    await at("install")
    expect(patience()).toBe("3\n")
    await at("install", "--scope", "local")
    expect(patience()).toBe("3\n")
    await at("uninstall")
    expect(patience()).toBe("53\n")
    rmSync(join(project, ".claude/settings.local.json"))
    await at("install")
    expect(patience()).toBe("3\n")
  })

  it("settings files that are gone do not count for that", async () => {
    configure({ waitMs: 50_000 })
    configure({ waitMs: 0 }, join(project, ".claude/router-gate.json"))
    await at("install", "--scope", "local")
    await at("install")
    expect(patience()).toBe("3\n")
    rmSync(join(project, ".claude/settings.local.json"))
    await at("install")
    expect(patience()).toBe("53\n")
  })

  it("while the settings are about to change, the shorter time holds", async () => {
    await at("install")
    const place = { gateDir: gate(), folderMode: 0o700 } as Environment
    const lasting = (timeout: number) => [
      {
        event: "PreToolUse",
        handler: { type: "command", command: gate("test-hook/launcher"), args: [], timeout },
      },
      { event: "PreToolUse", handler: { type: "command", command: "theirs", timeout: 1 } },
      {
        event: "Stop",
        handler: { type: "command", command: gate("test-hook/launcher"), args: [], timeout: 1 },
      },
    ]
    writePatience([hook], place, lasting(60), "before")
    expect(patience()).toBe("3\n")
    writePatience([hook], place, lasting(60), "after")
    expect(patience()).toBe("60\n")
    writePatience([hook], place, lasting(5), "before")
    expect(patience()).toBe("5\n")
  })

  it("never becomes a matcher that the client would drop", async () => {
    configure({ tools: { "(": ["path"], "mcp__a-b__c": ["path"], "x|y": [] } })
    const { json } = await at("install", "--json")
    expect(registered("PreToolUse").matcher).toBe(`${TOOLS}|mcp__a-b__c`)
    expect(json.notes.join("\n")).toMatch(/"\(" is no tool's name\n.*"x\|y" is no tool's name/)
  })
})

describe("status and doctor", () => {
  it("say nothing about a configuration that nobody made", async () => {
    const { json } = await at("status", "--json")
    expect(json).toMatchObject({ switched_off: null, off_by_environment: false })
    expect(json.configuration).toEqual({ settings: [], problems: [] })
    expect((await at("status")).stdout).not.toContain("Configuration")
  })

  it("show every setting that is not the default with its origin", async () => {
    configure({ waitMs: 5000, ttlMs: 300_000, cannotTell: "warn" })
    configure({ waitMs: 6000 }, join(project, ".claude/router-gate.local.json"))
    const options = { home, cwd: project, hooks: [hook], env: { ROUTER_GATE_LOCK_ROOT: "git" } }
    const { json } = await run(["status", "--json"], options)
    expect(json.configuration.settings).toEqual([
      { name: "waitMs", value: 6000, origin: join(project, ".claude/router-gate.local.json") },
      { name: "cannotTell", value: "warn", origin: join(home, ".claude/router-gate.json") },
      { name: "lockRoot", value: "git", origin: "ROUTER_GATE_LOCK_ROOT" },
    ])
    const { stdout } = await run(["status"], options)
    expect(stdout).toMatch(/\n {2}waitMs = 6000 {2}.*router-gate\.local\.json\n {2}cannotTell = "warn" {2}/)
  })

  it.each<[string, () => void, RegExp]>([
    [
      "a key that is none",
      () => configure({ "wa\u001b[31mit": 1 }),
      /router-gate\.json: "wa.*it" is not a setting/,
    ],
    [
      "a value that is none",
      () => configure({ waitMs: "long" }),
      /"waitMs" must be a number of milliseconds/,
    ],
    ["no JSON", () => configure("{"), /router-gate\.json: is not a JSON object/],
    [
      "what a project may not say",
      () => configure({ enabled: false }, join(project, ".claude/router-gate.json")),
      /"enabled" cannot be set by a project/,
    ],
  ])("tell what has no effect: %s", async (_name, arrange, sentence) => {
    await at("install")
    arrange()
    const { stdout, exitCode } = await at("status")
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(sentence)
    expect(stdout).not.toContain("\u001b")
    const { json } = await at("doctor", "--json")
    expect(json.findings).toEqual([
      {
        code: "CONFIG_WITHOUT_EFFECT",
        level: "note",
        sentence: expect.stringMatching(sentence),
        remedy: expect.stringMatching(/Put this right/),
      },
    ])
  })

  it("in the home directory the user's file is not taken for a project's", async () => {
    configure({ enabled: false })
    const { json } = await run(["status", "--json"], { home, hooks: [hook] })
    expect(json.configuration).toMatchObject({ settings: [{ name: "enabled", value: false }], problems: [] })
  })

  it("list the leases that are kept in git directories", async () => {
    const dir = join(project, ".git/router-gate")
    mkdirSync(dir, { recursive: true })
    const record = { schema_version: 1, session_id: "s", pid: 0, acquired_at: Date.now(), ttl_ms: 60_000 }
    writeFileSync(join(dir, "session-lock-0123456789ab.json"), JSON.stringify(record))
    expect((await at("status", "--json")).json.leases).toEqual([])
    mkdirSync(gate("lock-places"), { recursive: true })
    writeFileSync(gate("lock-places/note"), dir)
    expect((await at("status", "--json")).json.leases).toMatchObject([{ session_id: "s" }])
    await at("install")
    await at("uninstall")
    expect(readdirSync(join(home, ".claude")).filter((name) => name !== "runtime")).toEqual([])
  })
})
