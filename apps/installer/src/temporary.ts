import { randomBytes } from "node:crypto"
import { rmSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { isAlive } from "./is-alive.ts"
import { namesIn } from "./names-in.ts"

/** A name beside a path, for what is made there before it takes the path's place. It tells whose it is. */
export function temporaryName(path: string): string {
  const nonce = randomBytes(6).toString("hex")
  return join(dirname(path), `.${basename(path)}.router-gate-${process.pid}-${nonce}.tmp`)
}

/** Removes what installers that were killed left in a folder. */
export function removeLeftovers(folder: string): void {
  for (const name of namesIn(folder)) {
    const pid = Number(/^\..+\.router-gate-(\d+)-[0-9a-f]{12}\.tmp$/.exec(name)?.[1] ?? 0)
    if (pid > 0 && pid !== process.pid && !isAlive(pid))
      rmSync(join(folder, name), { recursive: true, force: true })
  }
}
