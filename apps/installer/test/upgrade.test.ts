import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { run } from "./fake-process.ts"
import { temporaryFolder } from "./fixture-hook.ts"
import { gate, go, home, hook, read, release, settings, tree, write } from "./sandbox.ts"

const THEIRS = `\uFEFF{
\t"model" : "opus",   "n": 12345678901234567890,
\t"hooks": { "PreToolUse": [ { "matcher": "Bash", "hooks": [{"type":"command","command":"theirs launcher","args":[]}] } ],
\t           "Later": [] }
}`
const today = {
  version: "2.0.0",
  hotPath: { events: ["PreToolUse", "PostToolUse"], script: "# an answer of its own\n" },
}

interface Group {
  hooks: { command: string; args?: string[] }[]
}
const hooksIn = (text: string): Record<string, Group[]> => JSON.parse(text.replace(/^\uFEFF/, "")).hooks

/** What an installation of today makes of handlers of an older one. */
function told(hooks: Record<string, Group[]>): Record<string, Group[]> {
  for (const event of today.hotPath.events)
    for (const handler of hooks[event]?.flatMap((group) => group.hooks) ?? [])
      if (handler.command === gate("test-hook/launcher")) handler.args = [event]
  return hooks
}

describe("an installation whose launcher was not told the event", () => {
  it("becomes one whose launcher is, and nothing else changes", async () => {
    write(THEIRS)
    await go("install")
    const older = read(settings())
    release(today)
    expect((await go("status", "--json")).json.scopes[0]).toMatchObject({ state: "outdated" })
    expect((await go("install", "--json")).json).toMatchObject({ settings: "changed" })
    expect(hooksIn(read(settings()))).toEqual(told(hooksIn(older)))
    // What is theirs stands there byte for byte: up to the end of their group, and the list that has none.
    for (const text of [THEIRS.slice(0, THEIRS.indexOf(" ],\n")), '"Later": []'])
      expect(read(settings())).toContain(text)
    expect(read(gate("test-hook/launcher"))).toContain("# an answer of its own")
    expect((await go("install", "--json")).json).toMatchObject({ outcome: "unchanged" })
    expect((await go("uninstall", "--json")).json).toMatchObject({
      settings: "restored",
      staged_files: "removed",
    })
    expect(read(settings())).toBe(THEIRS)
  })

  it("leaves with its notes, without having been brought up to date", async () => {
    write(THEIRS)
    const before = tree(home)
    await go("install")
    release(today)
    mkdirSync(gate("turns"))
    writeFileSync(gate("turns/5e55"), "a note")
    expect((await go("uninstall", "--json")).json).toMatchObject({ settings: "restored" })
    expect(existsSync(gate())).toBe(false)
    expect(tree(home)).toEqual(before)
  })

  it("goes back to the older layout as well", async () => {
    write(THEIRS)
    release(today)
    await go("install")
    release({ version: "1.2.3" })
    await go("install")
    expect(JSON.stringify(hooksIn(read(settings())))).not.toContain('"args":["PreToolUse"]')
    await go("uninstall")
    expect(read(settings())).toBe(THEIRS)
  })

  it.each(["project", "local"])("the same in the scope %s", async (scope) => {
    const project = temporaryFolder()
    const at = (command: string) =>
      run([command, "--scope", scope, "--json"], { home, cwd: project, hooks: [hook] })
    await at("install")
    release(today)
    const { json } = await at("install")
    expect(json).toMatchObject({ settings: "changed" })
    expect(read(json.real_path)).toContain("PostToolUse")
    expect(read(json.real_path).match(/exec \\"\$f\\" PreToolUse"|"PreToolUse"\n? *\]/g)).toHaveLength(1)
    await at("uninstall")
    expect(tree(project)).toEqual({})
  })
})
