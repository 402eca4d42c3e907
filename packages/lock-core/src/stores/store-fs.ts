import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statfsSync,
  unlinkSync,
  writeFileSync,
} from "node:fs"
import { LockStoreError, type LockStoreErrorCode } from "../store.ts"

/** The file-system calls that the file store is made of, each of them injected so that each of them can fail in a test. */
export interface StoreFs {
  readdirSync(path: string): string[]
  renameSync(from: string, to: string): void
  mkdirSync(path: string, options: { recursive?: boolean; mode: number }): unknown
  /** Creates or replaces a file in one call. */
  writeFileSync(path: string, text: string, options: { mode: number; flag: "wx" | "w" }): void
  readFileSync(path: string, encoding: "utf8"): string
  unlinkSync(path: string): void
  rmdirSync(path: string): void
  lstatSync(path: string): { readonly mtimeMs: number; isDirectory(): boolean }
  statfsSync(path: string): { readonly type: number }
  openSync(path: string, flags: number, mode: number): number
  closeSync(fd: number): void
}

export const nodeFs: StoreFs = {
  readdirSync,
  renameSync,
  mkdirSync,
  writeFileSync,
  readFileSync,
  unlinkSync,
  rmdirSync,
  lstatSync,
  statfsSync,
  openSync,
  closeSync,
}

/** The errno name of a file-system error, or undefined for anything else. */
export function errnoOf(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | null)?.code
  return typeof code === "string" ? code : undefined
}

/** Runs one call; the listed errnos become `otherwise`, everything else is thrown on. */
export function except<T, U>(codes: readonly string[], otherwise: U, call: () => T): T | U {
  try {
    return call()
  } catch (error) {
    if (codes.includes(errnoOf(error) ?? "")) return otherwise
    throw error
  }
}

/** Gives an error of the file system its place in our vocabulary; our own errors stay what they are. */
export function toStoreError(code: LockStoreErrorCode, path: string, cause: unknown): LockStoreError {
  if (cause instanceof LockStoreError) return cause
  const errno = errnoOf(cause)
  if (errno === undefined) throw cause // a fault of ours, not the file system's
  const verb = code === "UNREADABLE" ? "read" : "change"
  return new LockStoreError(code, `cannot ${verb} the lock (${errno})`, { path, cause })
}
