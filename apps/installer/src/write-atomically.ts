import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { temporaryName } from "./temporary.ts"

/** Writes a file of ours in one step: whoever reads it sees the old contents or the new ones. The folder must exist. */
export function writeAtomically(path: string, contents: string, mode: number): void {
  const temporary = temporaryName(path)
  try {
    const descriptor = openSync(temporary, "wx", mode)
    try {
      writeFileSync(descriptor, contents)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, path)
  } finally {
    rmSync(temporary, { force: true })
  }
}
