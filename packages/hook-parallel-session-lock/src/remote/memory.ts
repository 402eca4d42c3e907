import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { sessionLabel } from "@router-gate/lock-core"
import { stateDir } from "../places.ts"
import type { Remembered } from "./remembered.ts"

/** What one session remembers of its leases in the store, between one process of the hook and the next. */
export interface Memory {
  read(key: string): Remembered | null
  readAll(): Remembered[]
  write(remembered: Remembered): void
  forget(key: string): void
}

/**
 * A memory in files, one a lease: `<client's directory>/router-gate/remote/<session>/<key>.json`, each name as
 * `sessionLabel` writes it. Calls of one session that run at once do not overwrite each other's.
 */
export function fileMemory(configDir: string, sessionId: string): Memory {
  const all = join(stateDir(configDir), "remote")
  const dir = join(all, sessionLabel(sessionId))
  const pathOf = (key: string): string => join(dir, `${sessionLabel(key)}.json`)
  return {
    read: (key) => parse(read(pathOf(key))),
    readAll: () =>
      namesIn(dir)
        .filter((name) => name.endsWith(".json"))
        .map((name) => parse(read(join(dir, name))))
        .filter((one) => one !== null),
    write(remembered) {
      if (mkdirSync(dir, { recursive: true, mode: 0o700 }) !== undefined) sweep(all)
      const path = pathOf(remembered.key)
      const aside = `${path}.${process.pid}`
      writeFileSync(aside, JSON.stringify(remembered), { mode: 0o600 })
      renameSync(aside, path)
    },
    forget: (key) => rmSync(pathOf(key), { force: true }),
  }
}

const KEPT_MS = 7 * 24 * 60 * 60 * 1000

/** Nothing binds longer than that; whoever begins tidies up after sessions that never said that they end. */
function sweep(all: string): void {
  for (const name of namesIn(all)) {
    const dir = join(all, name)
    const since = statSync(dir, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY
    if (since < Date.now() - KEPT_MS) rmSync(dir, { recursive: true, force: true })
  }
}

/** What cannot be read is not remembered, and then the store is asked. */
function parse(text: string | null): Remembered | null {
  if (text === null) return null
  try {
    const value = JSON.parse(text) as Partial<Remembered> | null
    return typeof value?.key === "string" ? (value as Remembered) : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function read(path: string): string | null {
  return orWithout(() => readFileSync(path, "utf8"), null)
}

function namesIn(dir: string): string[] {
  return orWithout(() => readdirSync(dir), [])
}

/** For what need not be there. */
function orWithout<T>(look: () => T, otherwise: T): T {
  try {
    return look()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return otherwise
    throw error
  }
}
