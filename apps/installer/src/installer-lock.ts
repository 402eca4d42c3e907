import { randomBytes } from "node:crypto"
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { errnoOf } from "./errno.ts"
import { isAlive } from "./is-alive.ts"
import { Refusal } from "./refusal.ts"
import { temporaryName } from "./temporary.ts"

/**
 * Runs one installer at a time per configuration directory.
 *
 * The lock is a folder that holds one empty file, and the file's name is the state: `free` or `held-<pid>-<nonce>`. Every
 * change is a rename of the name that was read, so from any state exactly one process moves on; taking over from a dead
 * process included, which is where lock files that are deleted and created again let two in.
 */
export async function withInstallerLock<T>(
  gateDir: string,
  run: () => T | Promise<T>,
  { patienceMs = 15_000 }: { patienceMs?: number } = {},
): Promise<T> {
  const folder = join(gateDir, LOCK_FOLDER)
  const mine = join(folder, `held-${process.pid}-${randomBytes(6).toString("hex")}`)
  const deadline = Date.now() + patienceMs
  for (;;) {
    const holder = tryLock(folder, mine)
    if (holder === null) break
    if (Date.now() > deadline) {
      throw new Refusal({
        code: "INSTALLER_BUSY",
        cause: `another router-gate is installing or uninstalling (pid ${holder})`,
        path: folder,
        remedy: `Wait for it and try again; if process ${holder} is not a router-gate, remove this folder.`,
      })
    }
    await sleep(20 + Math.random() * 60)
  }
  try {
    return await run()
  } finally {
    // Gone when an uninstall removed everything, this lock included.
    ignoring("ENOENT", () => renameSync(mine, join(folder, "free")))
  }
}

/** Removes the lock itself, by its holder: moved away in one step, so that nobody finds half of it. */
export function removeInstallerLock(gateDir: string): void {
  const grave = temporaryName(join(gateDir, LOCK_FOLDER))
  ignoring("ENOENT", () => renameSync(join(gateDir, LOCK_FOLDER), grave))
  rmSync(grave, { recursive: true, force: true })
}

export const LOCK_FOLDER = "installer-lock"

/** Null when the lock is ours now, else the pid of its holder. */
function tryLock(folder: string, mine: string): number | null {
  let state = readState(folder)
  if (state === null) {
    createLock(folder)
    state = readState(folder)
    // Made and removed again within this moment: the next round will tell.
    if (state === null) return 0
  }
  const holder = Number(/^held-(\d+)-/.exec(state)?.[1] ?? 0)
  if (holder > 0 && isAlive(holder)) return holder
  return ignoring("ENOENT", () => renameSync(join(folder, state), mine)) ? null : holder
}

function readState(folder: string): string | null {
  try {
    return readdirSync(folder)[0] ?? null
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return null
    throw error
  }
}

/** Builds the lock aside and moves it into place; whoever comes second finds it there. */
function createLock(folder: string): void {
  mkdirSync(join(folder, ".."), { recursive: true, mode: 0o700 })
  const aside = temporaryName(folder)
  try {
    mkdirSync(aside)
    writeFileSync(join(aside, "free"), "")
    renameSync(aside, folder)
  } catch (error) {
    rmSync(aside, { recursive: true, force: true })
    if (!["ENOTEMPTY", "EEXIST", "EPERM", "ENOENT"].includes(errnoOf(error))) throw error
  }
}

function ignoring(code: string, act: () => void): boolean {
  try {
    act()
    return true
  } catch (error) {
    if (errnoOf(error) === code) return false
    throw error
  }
}
