import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { activePlugins, pluginChoices } from "../src/gate-plugin.ts"
import type { ScopeReport } from "../src/inspect-scope.ts"
import { go, home, read, settings, tree, write } from "./sandbox.ts"

const ENABLED = '{"enabledPlugins":{"router-gate@router-gate":true,"other@router-gate":true}}'

describe("the gate as a plugin", () => {
  it.each([
    [undefined, {}],
    [{}, {}],
    [{ enabledPlugins: [] }, {}],
    [{ enabledPlugins: null }, {}],
    [{ enabledPlugins: { "router-gates@x": true, "my-router-gate@x": true } }, {}],
    [
      { enabledPlugins: { "router-gate@x": true, "router-gate@y": false } },
      { "router-gate@x": true, "router-gate@y": false },
    ],
    [{ enabledPlugins: { "router-gate@x": "1.0.0" } }, { "router-gate@x": false }],
  ])("%j says %j", (value, expected) => {
    expect(pluginChoices(value)).toEqual(expected)
  })

  it.each([
    [[{ x: true }, {}, {}], ["user"]],
    [[{ x: true }, { x: false }, {}], []],
    [[{ x: false }, {}, { x: true }], ["local"]],
    [[{ x: true, y: true }, { y: false }, {}], ["user"]],
  ])("%j: enabled by %j", (choices, scopes) => {
    const reports = choices.map((plugins, index) => ({ scope: ["user", "project", "local"][index], plugins }))
    expect(activePlugins(reports as unknown as ScopeReport[]).map(({ scope }) => scope)).toEqual(scopes)
  })

  it.each([["install"], ["install", "--dry-run"]])(
    "%s refuses beside it and leaves no trace",
    async (...args) => {
      write(ENABLED)
      const before = tree(home)
      const { exitCode, stderr } = await go(...args)
      expect(exitCode).toBe(1)
      expect(stderr).toMatch(/settings\.json: the plugin router-gate@router-gate is enabled here .*twice\.\n/)
      expect(stderr).toMatch(/claude plugin uninstall router-gate@router-gate --scope user\n$/)
      expect(tree(home)).toEqual(before)
    },
  )

  it("install goes on where it is disabled, or enabled for a project only; then it says so", async () => {
    write('{"enabledPlugins":{"router-gate@router-gate":false}}')
    expect((await go("install")).exitCode).toBe(0)
    expect(JSON.parse(read(settings())).enabledPlugins).toEqual({ "router-gate@router-gate": false })
    const project = join(home, "p")
    mkdirSync(join(project, ".claude"), { recursive: true })
    writeFileSync(join(project, ".claude/settings.local.json"), ENABLED)
    const { exitCode, stdout } = await go("install", "--project-dir", project)
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/plugin router-gate@router-gate is enabled in .*settings\.local\.json: .* twice/)
  })

  it("alone, it is what makes the gate active", async () => {
    write(ENABLED)
    const { json } = await go("status", "--json")
    expect(json).toMatchObject({
      active: true,
      plugins: [{ id: "router-gate@router-gate", scope: "user", settings_path: settings() }],
    })
    expect((await go("status")).stdout).toMatch(/^ {2}plugin {3}router-gate@router-gate enabled {2}\//m)
    expect((await go("doctor", "--json")).json).toMatchObject({ healthy: true, findings: [] })
    write(ENABLED.replace("{", '{"disableAllHooks":true,'))
    expect((await go("status", "--json")).json).toMatchObject({ active: false })
  })

  it("beside the installer's entries, status and doctor name the duplicate", async () => {
    await go("install")
    write(JSON.stringify({ ...JSON.parse(read(settings())), ...JSON.parse(ENABLED) }))
    expect((await go("status")).stdout).toMatch(/plugin .* enabled too: the hook runs twice per call/)
    const { exitCode, json } = await go("doctor", "--json")
    expect(exitCode).toBe(1)
    expect(json.findings).toMatchObject([{ code: "PLUGIN_TOO", level: "wrong", path: settings() }])
    // Taking ours out is never refused.
    expect((await go("uninstall")).exitCode).toBe(0)
    expect((await go("doctor", "--json")).json.findings).toEqual([])
  })
})
