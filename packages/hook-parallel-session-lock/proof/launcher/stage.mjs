import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url))
const INSTALLER = join(PACKAGE, "../../apps/installer/src/launcher.ts")
const require = createRequire(import.meta.url)
const esbuild = createRequire(require.resolve("tsup/package.json"))("esbuild")

/**
 * A client's configuration directory with the built hook in it behind the launcher that the installer writes, and
 * workspaces beside it. `change` is applied to the launcher's own part of the script.
 * @returns where everything is, and what a client would have in its environment.
 */
export async function stage({ root, workspaces, ttlMs, change = (text) => text }) {
  const config = join(root, "home/.claude")
  const folder = join(config, "router-gate/parallel-session-lock")
  mkdirSync(folder, { recursive: true })
  if (!existsSync(join(PACKAGE, "dist/start.cjs"))) throw new Error("not built: run pnpm build first")
  cpSync(join(PACKAGE, "dist"), join(folder, "build"), { recursive: true })
  cpSync(new URL("journalled-start.cjs", import.meta.url), join(folder, "build/journalled-start.cjs"))
  const launcher = join(folder, "launcher")
  const { script, marks } = await scriptWith(change)
  writeFileSync(launcher, script, { mode: 0o755 })
  for (const { name, at } of marks) {
    writeFileSync(join(folder, "build", name), "")
    utimesSync(join(folder, "build", name), at, at)
  }
  if (ttlMs) writeFileSync(join(config, "router-gate.json"), JSON.stringify({ ttlMs }))
  const paths = Array.from({ length: workspaces }, (_, at) => join(realpathSync(root), `workspace-${at}`))
  for (const path of paths) mkdirSync(join(path, ".git"), { recursive: true })
  const journal = join(root, "journal")
  const env = {
    PATH: process.env.PATH,
    HOME: join(root, "home"),
    CLAUDE_CONFIG_DIR: config,
    PROOF_JOURNAL: journal,
  }
  return { config, launcher, journal, env, locks: join(config, "runtime"), workspaces: paths }
}

/**
 * The installer's own script, and what tells it that this Node takes the hook's flags. Its source needs no other file, so
 * that this package need not know the installer's build.
 */
async function scriptWith(change) {
  const { code } = await esbuild.transform(readFileSync(INSTALLER, "utf8"), { loader: "ts", format: "esm" })
  const { posixLauncher, NODE_FROM, NODE_TO } = await import(
    `data:text/javascript,${encodeURIComponent(code)}`
  )
  const { nodeFlags } = await import("../../dist/index.js")
  const hotPath = change(readFileSync(join(PACKAGE, "launcher/hot-path.sh"), "utf8"))
  const bundle = "build/journalled-start.cjs"
  const node = process.execPath
  const changedAt = statSync(node).mtimeMs / 1000
  return {
    script: posixLauncher({ hookName: "parallel-session-lock", node, bundle, hotPath, nodeFlags }),
    marks: [
      { name: NODE_FROM, at: changedAt - 1 },
      { name: NODE_TO, at: changedAt + 1 },
    ],
  }
}
