import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { temporaryFolder } from "./fixture-hook.ts"

/** A plugin's built package in a folder of its own; every part of it can be another one. */
export function pluginPackage({
  name = "second-hook",
  version = "0.1.0",
  on = { PreToolUse: { matcher: "Bash", timeoutSeconds: 4 }, SubagentStop: { timeoutSeconds: 5 } } as object,
  definition = `export const it = ${JSON.stringify({ name, description: "the second", on })}`,
  executable = "require('node:fs').readFileSync(0); require('./part.cjs')",
  field = { definition: "./dist/index.mjs", executable: ["./dist/hook.cjs", "./dist/part.cjs"] } as unknown,
  manifest = JSON.stringify({ name: "a-plugin", version, "router-gate": field }),
} = {}): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, "dist"))
  writeFileSync(join(folder, "package.json"), manifest)
  writeFileSync(join(folder, "dist/index.mjs"), definition)
  writeFileSync(join(folder, "dist/hook.cjs"), `// ${version}\n${executable}\n`)
  writeFileSync(join(folder, "dist/part.cjs"), "module.exports = 'here'\n")
  return folder
}
