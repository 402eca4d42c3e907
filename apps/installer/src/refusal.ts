import { LockStoreError } from "@router-gate/lock-core"
import { errnoOf } from "./errno.ts"

/** Where a refusal comes from, and what the reader can do about it. */
export interface RefusalFacts {
  code: string
  /** What was refused and why: a sentence without its full stop. */
  cause: string
  path?: string
  line?: number
  column?: number
  /** The next step. */
  remedy?: string
}

/** Something that we will not do. Nothing was changed when it is thrown, unless its sentence says so. */
export class Refusal extends Error {
  override name = "Refusal"
  readonly facts: RefusalFacts

  constructor(facts: RefusalFacts, options?: { cause: unknown }) {
    super(facts.cause, options)
    this.facts = facts
  }
}

/** The facts of a refusal, our own or the system's; null for an error that nobody foresaw. */
export function refusalFacts(error: unknown): RefusalFacts | null {
  if (error instanceof Refusal) return error.facts
  if (error instanceof LockStoreError) {
    const { code, message: cause, path } = error
    return { code, cause, ...(path === undefined ? {} : { path }), remedy: "router-gate doctor says more." }
  }
  const code = errnoOf(error)
  if (!["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EMFILE"].includes(code)) return null
  const { message, path } = error as NodeJS.ErrnoException
  const remedy = "Put this right, then run the command again; it picks up where it was."
  return { code, cause: message, ...(path === undefined ? {} : { path }), remedy }
}

/** A command line that we do not understand. */
export class UsageError extends Error {
  override name = "UsageError"
}

/** Says a refusal in two lines: where and why, then what to do. */
export function refusalText({ cause, path, line, column, remedy }: RefusalFacts): string {
  const where = path === undefined ? "" : line === undefined ? `${path}: ` : `${path}:${line}:${column}: `
  return `${where}${cause}.\n${remedy ? `${remedy}\n` : ""}`
}
