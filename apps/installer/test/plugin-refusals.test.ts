import { mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { pluginPackage } from "./plugin-fixture.ts"
import { go, home, tree } from "./sandbox.ts"

const field = { definition: "./dist/index.mjs", executable: ["./dist/hook.cjs"] }
const on = (event: string, handler: unknown) => ({ on: { [event]: handler } as object })

it.each<[string, Parameters<typeof pluginPackage>[0], RegExp]>([
  ["no JSON", { manifest: "{" }, /package\.json: this is no plugin: it is no JSON/],
  ["no version", { manifest: "{}" }, /"version" is no version/],
  ["a version that leads elsewhere", { version: "1/../.." }, /"version" is no version/],
  ["no field", { field: null }, /it needs "router-gate": \{/],
  ["no executable", { field: { ...field, executable: [] } }, /it needs "router-gate"/],
  [
    "a file that is not built",
    { field: { ...field, executable: ["./dist/start.cjs"] } },
    /"\.\/dist\/start\.cjs" is no file; has/,
  ],
  ["a folder", { field: { ...field, executable: ["./dist"] } }, /"\.\/dist" is no file/],
  [
    "a file outside",
    { field: { ...field, definition: "../../../../../../../etc/passwd" } },
    /is not inside the package/,
  ],
  [
    "an entry that is not recognised later",
    { field: { ...field, executable: ["./dist/part.cjs"] } },
    /must be called hook\.cjs/,
  ],
  [
    "one file twice",
    { field: { ...field, executable: ["./dist/hook.cjs", "dist/hook.cjs"] } },
    /must be different ones/,
  ],
  ["a module that fails", { definition: "throw new Error('no luck')" }, /cannot be loaded: Error: no luck/],
  ["a module that talks", { definition: "console.log('hello')" }, /prints something/],
  ["no definition", { definition: "export default 1" }, /exports 0 hook definitions/],
  [
    "two definitions",
    { definition: "export const a = { name: 'a', on: {} }; export const b = { name: 'b', on: {} }" },
    /exports 2 hook definitions/,
  ],
  ["a name that is a path", { name: "../up" }, /name is "\.\.\/up"/],
  ["a name in capitals", { name: "Mine" }, /name is "Mine"/],
  ["the gate's own name", { name: "test-hook" }, /the name test-hook is taken/],
  ["the name of the off switch", { name: "off" }, /the name off is taken/],
  ["the name of the installer's lock", { name: "installer-lock" }, /is taken/],
  [
    "no description",
    { definition: "export const a = { name: 'a', on: { Stop: { timeoutSeconds: 1 } } }" },
    /no description/,
  ],
  ["no event", { on: {} }, /for no event/],
  ["an unknown event", on("Stopp", { timeoutSeconds: 1 }), /"Stopp" is no event/],
  [
    "an event that a hook takes over",
    on("WorktreeCreate", { timeoutSeconds: 1 }),
    /no hook is installed for WorktreeCreate/,
  ],
  ["no timeout", on("Stop", {}), /Stop has no timeoutSeconds/],
  ["a timeout of nothing", on("Stop", { timeoutSeconds: 0 }), /Stop has no timeoutSeconds/],
  ["a matcher that is none", on("PreToolUse", { timeoutSeconds: 1, matcher: "(" }), /matcher of PreToolUse/],
])("a plugin with %s is refused, and nothing is touched", async (_, options, sentence) => {
  const plugin = pluginPackage(options)
  const before = tree(home)
  expect(await go("install", "--plugin", plugin)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(sentence),
  })
  expect(tree(home)).toEqual(before)
})

it("a link that leads out of the package is refused", async () => {
  const plugin = pluginPackage({ field: { ...field, executable: ["./out/hook.cjs"] } })
  symlinkSync(join(pluginPackage(), "dist"), join(plugin, "out"))
  expect((await go("install", "--plugin", plugin)).stderr).toContain("is not inside the package")
})

it("files in different folders are refused: beside each other they would not find each other", async () => {
  const plugin = pluginPackage({ field: { ...field, executable: ["./dist/hook.cjs", "./deep/part.cjs"] } })
  mkdirSync(join(plugin, "deep"))
  writeFileSync(join(plugin, "deep/part.cjs"), "")
  expect((await go("install", "--plugin", plugin)).stderr).toContain("lie side by side")
})

it("a folder that is no package is refused, and one named twice", async () => {
  expect((await go("install", "--plugin", home)).stderr).toContain("there is no package.json in it")
  const plugin = pluginPackage()
  expect((await go("install", "--plugin", plugin, "--plugin", plugin)).stderr).toContain("is taken")
})
