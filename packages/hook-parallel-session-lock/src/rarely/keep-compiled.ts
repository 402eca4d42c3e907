import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import type { Script } from "node:vm"

/** A file of the executable that ran, and where what V8 compiled of it is looked for. */
export interface Compiled {
  readonly script: Script
  readonly keptAt: string
}

/**
 * Keeps what V8 has compiled by now, functions that have just run for the first time included; twice, see `start.ts`.
 * Written aside and renamed: other sessions read meanwhile.
 * @throws what the file system throws
 */
export function keepCompiled(compiled: readonly Compiled[]): void {
  for (const { script, keptAt } of compiled) {
    mkdirSync(dirname(keptAt), { recursive: true })
    const data = script.createCachedData()
    const aside = `${keptAt}.${process.pid}`
    try {
      writeFileSync(aside, Buffer.concat([data, data]))
      renameSync(aside, keptAt)
    } catch (error) {
      rmSync(aside, { force: true })
      throw error
    }
  }
}
