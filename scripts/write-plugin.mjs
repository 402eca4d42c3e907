// Writes what makes the hook's package a plugin of Claude Code, from the hook's own definition and version:
//
//   node scripts/write-plugin.mjs           writes the files (needs a build)
//   node scripts/write-plugin.mjs --check   says which of them are not as they would be written, and exits with 1
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { isDeepStrictEqual } from "node:util"

const root = fileURLToPath(new URL("..", import.meta.url))
const folder = "packages/hook-parallel-session-lock"
const { DEFAULT_CONFIG, executableFiles, registrationsFor } = await import(
  new URL(`../${folder}/dist/index.js`, import.meta.url)
)
const hookPackage = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"))

const author = { name: "The router-gate authors" }
const name = "router-gate"
const description = "Lets one agent session at a time change a workspace; the others are told who does."

/** The package is the plugin: npm brings the built files, so none of them is in the repository. */
const marketplace = {
  name,
  owner: author,
  description: "Hook plugins for coding agents",
  plugins: [{ name, description, source: { source: "npm", package: hookPackage.name } }],
}

const plugin = { name, version: hookPackage.version, description, author, license: hookPackage.license }

/**
 * With `args` the client starts Node itself: no shell, so nothing to quote, and the same where there is no sh. Where it
 * finds no Node on its PATH, the call goes ahead.
 */
const handler = (timeout) => ({
  type: "command",
  command: "node",
  args: [`\${CLAUDE_PLUGIN_ROOT}/dist/${executableFiles[0]}`],
  timeout,
})

const hooks = Object.fromEntries(
  registrationsFor(DEFAULT_CONFIG).map(({ event, matcher, timeoutSeconds }) => [
    event,
    [{ ...(matcher === undefined ? {} : { matcher }), hooks: [handler(timeoutSeconds)] }],
  ]),
)

const files = {
  ".claude-plugin/marketplace.json": marketplace,
  [`${folder}/.claude-plugin/plugin.json`]: plugin,
  [`${folder}/hooks/hooks.json`]: { description, hooks },
}

const isCurrent = (path, value) =>
  existsSync(path) && isDeepStrictEqual(JSON.parse(readFileSync(path, "utf8")), value)
const stale = Object.keys(files).filter((path) => !isCurrent(join(root, path), files[path]))
for (const path of stale) {
  console.log(path)
  if (process.argv.includes("--check")) process.exitCode = 1
  else {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), `${JSON.stringify(files[path], null, 2)}\n`)
  }
}
