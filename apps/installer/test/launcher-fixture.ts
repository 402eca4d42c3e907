import { spawnSync } from "node:child_process"
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { posixLauncher } from "../src/launcher.ts"
import { temporaryFolder } from "./fixture-hook.ts"

/** The shells of this machine that may run a launcher. */
export const SHELLS: string[][] = [["dash"], ["bash", "--posix"], ["busybox", "ash"]].flatMap(
  ([name = "", ...options]) => {
    const path = ["/bin", "/usr/bin", "/usr/local/bin"].map((folder) => `${folder}/${name}`).find(existsSync)
    return path ? [[path, ...options]] : []
  },
)

/** A launcher beside a bundle that logs, in a folder with the given name. */
export function setUp(
  name: string,
  node: string = process.execPath,
  hotPath = "",
  nodeFlags: readonly string[] = [],
): { launcher: string; log: string; gate: string } {
  const gate = join(temporaryFolder(), name)
  const folder = join(gate, "test-hook")
  mkdirSync(join(folder, "1.0.0-0123abcd"), { recursive: true })
  const bundle = `let text; require("node:fs").appendFileSync(process.env.FIXTURE_LOG, JSON.stringify({ event: JSON.parse(text = require("node:fs").readFileSync(0, "utf8")), text, argv: process.argv.slice(2), execArgv: process.execArgv, file: __filename, ppid: process.ppid }) + "\\n")`
  writeFileSync(join(folder, "1.0.0-0123abcd/hook.cjs"), bundle)
  const launcher = join(folder, "launcher")
  writeFileSync(
    launcher,
    posixLauncher({ hookName: "test-hook", node, bundle: "1.0.0-0123abcd/hook.cjs", hotPath, nodeFlags }),
  )
  chmodSync(launcher, 0o755)
  return { launcher, log: join(gate, "log"), gate }
}

/** Starts a launcher as the client does. */
export function start(
  shell: string[],
  launcher: string,
  env: Record<string, string | undefined>,
  input = '{"a":1}',
) {
  const [command, ...args] = [...shell, launcher]
  return spawnSync(command as string, args, {
    input,
    env: { PATH: "/usr/bin:/bin", ...env },
    encoding: "utf8",
  })
}
