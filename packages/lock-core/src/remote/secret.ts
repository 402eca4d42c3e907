import { closeSync, fstatSync, openSync, readFileSync } from "node:fs"
import { LockStoreError } from "../store.ts"

/** A value that is only ever shown to the one who asks for it by name: printed, logged or inspected it is a word. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  toString(): string {
    return "[secret]"
  }

  toJSON(): string {
    return "[secret]"
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[secret]"
  }
}

/**
 * Reads a secret from the variable `name`, or from the file that `<name>_FILE` names. Null when neither is set.
 * @throws LockStoreError `MISCONFIGURED` when the file cannot be read, or others may read it
 */
export function readSecret(
  name: string,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Secret | null {
  const value = env[name]
  if (value) return new Secret(value)
  const path = env[`${name}_FILE`]
  return path ? new Secret(readPrivateFile(path, platform).replace(/\r?\n$/, "")) : null
}

/**
 * Reads a file that nobody but its owner may read.
 * @throws LockStoreError `MISCONFIGURED`
 */
export function readPrivateFile(path: string, platform: NodeJS.Platform = process.platform): string {
  let file: number
  try {
    file = openSync(path, "r")
  } catch (cause) {
    throw new LockStoreError("MISCONFIGURED", `${path} cannot be read`, { path, cause })
  }
  try {
    // Asked of the open file, so that what is judged is what is read. Windows keeps no such bits.
    const mode = fstatSync(file).mode & 0o777
    if (platform !== "win32" && (mode & 0o077) !== 0) {
      const octal = mode.toString(8).padStart(4, "0")
      throw new LockStoreError(
        "MISCONFIGURED",
        `${path} holds a secret and has mode ${octal}: others may use it. chmod 600 ${path}`,
        { path },
      )
    }
    return readFileSync(file, "utf8")
  } finally {
    closeSync(file)
  }
}
