import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import type { Environment } from "../environment.ts"
import type { InstallableHook } from "../hooks.ts"
import { NODE_NOT_FOUND, NODE_TO } from "../launcher.ts"
import { buildsNamedIn, readLauncher, stagingOf } from "../staging.ts"
import { isOlder } from "./find-client.ts"
import { type Finding, finding } from "./finding.ts"

/** The Node that a launcher starts when the client was started from no shell of its user's. */
export interface NodeFacts {
  path: string
  version: string
}

const OLDEST_NODE = "20.16.0"

/** Looks at how launchers find a Node: the one that is recorded, and what is left without the user's own PATH. */
export function checkNode(
  hooks: readonly InstallableHook[],
  environment: Environment,
): { findings: Finding[]; node: NodeFacts | null } {
  const note = join(environment.gateDir, NODE_NOT_FOUND)
  const findings = existsSync(note)
    ? [finding("NODE_NOT_FOUND", "wrong", "a launcher found no Node", { path: note })]
    : []
  let node: NodeFacts | null = null
  for (const hook of hooks) {
    const { folder, launcher } = stagingOf(hook, environment)
    const script = readLauncher(launcher)
    findings.push(...recordedIsGone(hook.name, launcher, script))
    const search = lookup(launcher, script, environment)
    if (search === null) continue
    const [found = "", ...flags] = search
    if (found === "") {
      const sentence = `without your own PATH, as when the client is started from a desktop, ${hook.name} finds no Node and lets every call go on`
      findings.push(finding("NODE_ONLY_ON_PATH", "wrong", sentence, { path: launcher }))
      continue
    }
    const version =
      spawnSync(found, ["--version"], { encoding: "utf8", timeout: 10_000 }).stdout?.trim() ?? ""
    node = { path: found, version: version.replace(/^v/, "") }
    if (isOlder(node.version, OLDEST_NODE)) {
      const sentence = `${hook.name} is started with Node ${node.version}, and needs ${OLDEST_NODE} or later`
      findings.push(finding("NODE_TOO_OLD", "wrong", sentence, { path: found }))
    } else if (
      flags.length === 0 &&
      buildsNamedIn(script).some((build) => existsSync(join(folder, build, NODE_TO)))
    ) {
      const sentence = `this Node is not the one that ${hook.name} was installed with, and is started without the flags that make its start shorter`
      findings.push(finding("NODE_CHANGED", "note", sentence, { path: found }))
    }
  }
  return { findings, node }
}

function recordedIsGone(name: string, path: string, script: string): Finding[] {
  const recorded = /^node='(.*)'$/m.exec(script)?.[1]?.replaceAll("'\\''", "'")
  if (recorded === undefined || existsSync(recorded)) return []
  return [
    finding("NODE_GONE", "note", `the Node that ${name} was installed with is gone: ${recorded}`, { path }),
  ]
}

/**
 * Runs a launcher's own search in an environment that has nothing but a home, and prints what it would start, and with which
 * flags, instead of starting it. An empty first word: none. Null: this launcher does not search in the way that we know.
 */
function lookup(launcher: string, script: string, { env, platform }: Environment): string[] | null {
  // Older launchers end with the first; today's have two ways to hand the event on.
  const start = /^exec "\$node" "\$bundle"$|^case \$head in\n(?:.*\n)*/m
  if (platform === "win32" || !start.test(script)) return null
  const search = script
    .replace(start, () => 'printf "%s\\0" "$node" "$@"')
    .split("\n")
    // Its note is for searches that were meant, and a missing bundle is another finding.
    .filter((line) => !line.includes(NODE_NOT_FOUND) && !line.startsWith('[ -f "$bundle" ]'))
    .join("\n")
  // No settings: with a store, some calls get no flags.
  const bare = { HOME: env.HOME ?? "/", PATH: "/usr/bin:/bin", CLAUDE_CONFIG_DIR: "/dev/null" }
  const { stdout } = spawnSync("/bin/sh", ["-c", search, launcher], {
    env: bare,
    encoding: "utf8",
    timeout: 10_000,
  })
  return (stdout ?? "").split("\0").slice(0, -1)
}
