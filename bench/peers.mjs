// What the same event costs other people's hooks: a hook that does nothing, on each of the frameworks, started as their
// READMEs say, and as plain JavaScript where they say a runtime that is slower than that.
import { execFileSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const WINDOWS = process.platform === "win32"

const CC_HOOKS = `import { defineHook, runHook } from "cc-hooks-ts"
await runHook(defineHook({ trigger: { PreToolUse: true }, run: (context) => context.success() }))
`
const GOODFOOT = `import { preToolUseHook, preToolUseOutput } from "@goodfoot/claude-code-hooks"
export default preToolUseHook({ matcher: "Write|Bash" }, () => preToolUseOutput({}))
`
const MIZUNASHI = `import { runHook } from "@mizunashi_mana/claude-code-hook-sdk"
void runHook({ preToolUseHandler: async () => ({}) })
`

/**
 * Installs the frameworks into `folder` and returns a case for each; fewer, and a line on stderr, where npm cannot.
 * @param {string} folder @param {string} input the event @param {Record<string, string>} env
 */
export function peerCases(folder, input, env) {
  const each = (name, make) => {
    try {
      return make(join(folder, name)).map((one) => ({ input, env, ...one }))
    } catch (error) {
      console.error(`${name}: left out, because it cannot be installed (offline?): ${lastLine(error)}`)
      return []
    }
  }
  const node = (name, file, cwd) => ({ name, command: process.execPath, args: [file], cwd })
  return [
    ...each("cc-hooks-ts", (dir) => {
      // What is optional there is the client itself, which a hook does not need.
      install(dir, { "hook.mjs": CC_HOOKS }, ["cc-hooks-ts@2.1.251"], ["--omit=optional"])
      return [node("cc-hooks-ts 2.1.251, node", join(dir, "hook.mjs"), dir)]
    }),
    ...each("claude-code-hooks", (dir) => {
      install(dir, { "hook.ts": GOODFOOT }, ["@goodfoot/claude-code-hooks@1.9.0"])
      npx(dir, ["claude-code-hooks", "-i", "hook.ts", "-o", "dist/hooks.json"])
      return [node("claude-code-hooks 1.9.0, its bundle", join(dir, "dist/bin/hook.mjs"), dir)]
    }),
    ...each("claude-code-hook-sdk", (dir) => {
      const files = { "hook.ts": MIZUNASHI, "hook.mjs": MIZUNASHI }
      install(dir, files, ["@mizunashi_mana/claude-code-hook-sdk@6.0.0", "tsx@4.20.6"])
      const name = "claude-code-hook-sdk 6.0.0"
      const args = ["tsx", join(dir, "hook.ts")]
      return [
        node(`${name}, node`, join(dir, "hook.mjs"), dir),
        { name: `${name}, npx tsx`, command: "npx", args, cwd: dir, every: 10 },
      ]
    }),
    ...each("npx", (dir) => {
      const bin = { "package.json": '{"name":"noop","version":"1.0.0","bin":"noop.js"}' }
      install(join(dir, "noop"), { ...bin, "noop.js": "#!/usr/bin/env node\n" })
      install(dir, {}, ["./noop"])
      return [{ name: "npx, a local bin of nothing", command: "npx", args: ["noop"], cwd: dir, every: 10 }]
    }),
  ]
}

function install(dir, files, packages = [], options = []) {
  mkdirSync(dir, { recursive: true })
  for (const [name, text] of Object.entries({ "package.json": '{"private":true}', ...files }))
    writeFileSync(join(dir, name), text, { mode: 0o755 })
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"]
  if (packages.length > 0) run("npm", ["install", ...quiet, ...options, ...packages], dir)
}

const npx = (dir, args) => run("npx", args, dir)

const run = (command, args, cwd) =>
  execFileSync(WINDOWS ? `${command}.cmd` : command, args, { cwd, stdio: "pipe", shell: WINDOWS })

const lastLine = (error) =>
  String(error.stderr || error.message)
    .trim()
    .split("\n")
    .at(-1)
