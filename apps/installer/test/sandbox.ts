import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { beforeEach } from "vitest"
import type { InstallableHook } from "../src/hooks.ts"
import { type Ran, run } from "./fake-process.ts"
import { fixtureHook, temporaryFolder } from "./fixture-hook.ts"

/** The user's home, new for each test. */
export let home: string
/** The hook that this release ships. */
export let hook: InstallableHook

beforeEach(() => {
  home = temporaryFolder()
  hook = fixtureHook()
})

/** From now on the release ships this. */
export function release(options: Parameters<typeof fixtureHook>[0]): void {
  hook = fixtureHook(options)
}

/** Runs a command line in the home directory. */
export function go(...args: string[]): Promise<Ran> {
  return run(args, { home, hooks: [hook] })
}

export function settings(): string {
  return join(home, ".claude/settings.json")
}

export function gate(...path: string[]): string {
  return join(home, ".claude/router-gate", ...path)
}

export function read(path: string): string {
  return readFileSync(path, "utf8")
}

/** Writes the user's settings. */
export function write(contents: string): void {
  mkdirSync(join(home, ".claude"), { recursive: true })
  writeFileSync(settings(), contents)
}

/** Every path under a folder, with what a file says. */
export function tree(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [path, entry.isFile() ? read(path) : entry.isSymbolicLink() ? readlinkSync(path) : "folder"]
    }),
  )
}
