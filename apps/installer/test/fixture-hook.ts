import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach } from "vitest"
import type { InstallableHook, Registration } from "../src/hooks.ts"
import type { WantedGroup } from "../src/settings/own-handlers.ts"

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** An empty folder, gone after the test. */
export function temporaryFolder(name = "router-gate-test-"): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), name)))
  folders.push(folder)
  return folder
}

export const MATCHER = "Edit|Write|MultiEdit|NotebookEdit|Bash"

export const REGISTRATIONS: readonly Registration[] = [
  { event: "PreToolUse", matcher: MATCHER, timeoutSeconds: 3 },
  { event: "PostToolUse", matcher: MATCHER, timeoutSeconds: 3 },
  { event: "Stop", timeoutSeconds: 3 },
]

/** A hook for tests: it appends each event that it is given to the file that FIXTURE_LOG names. */
export function fixtureHook(
  options: { version?: string; source?: string; registrations?: readonly Registration[] } & Partial<
    Pick<InstallableHook, "waits" | "hotPath" | "nodeFlags" | "rehearsal">
  > = {},
): InstallableHook {
  const folder = temporaryFolder()
  mkdirSync(folder, { recursive: true })
  const source =
    options.source ??
    `const fs = require("node:fs")
const event = fs.readFileSync(0, "utf8")
if (process.env.FIXTURE_LOG) fs.appendFileSync(process.env.FIXTURE_LOG, JSON.stringify({ event: JSON.parse(event), file: __filename, ppid: process.ppid, sibling: require("./sibling.cjs") }) + "\\n")
`
  writeFileSync(join(folder, "hook.cjs"), `// ${options.version ?? "1.2.3"}\n${source}`)
  writeFileSync(join(folder, "sibling.cjs"), "module.exports = 'here'\n")
  return {
    name: "test-hook",
    description: "a hook for tests",
    version: options.version ?? "1.2.3",
    registrations: () => options.registrations ?? REGISTRATIONS,
    ...(options.waits && { waits: options.waits }),
    ...(options.hotPath && { hotPath: options.hotPath }),
    ...(options.nodeFlags && { nodeFlags: options.nodeFlags }),
    ...(options.rehearsal && { rehearsal: options.rehearsal }),
    files: ["hook.cjs", "sibling.cjs"].map((name) => ({ name, path: join(folder, name) })),
  }
}

export const LAUNCHER = "/home/u/.claude/router-gate/test-hook/launcher"

/** The groups that the fixture hook wants, at a made-up place. */
export function fixtureGroups(launcher = LAUNCHER): WantedGroup[] {
  return REGISTRATIONS.map(({ event, matcher, timeoutSeconds }) => ({
    event,
    ...(matcher === undefined ? {} : { matcher }),
    handler: { type: "command", command: launcher, args: [], timeout: timeoutSeconds },
  }))
}

/** The lines of a fixture hook's log. */
export function loggedEvents(path: string): { event: Record<string, unknown>; file: string; ppid: number }[] {
  return readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
}
