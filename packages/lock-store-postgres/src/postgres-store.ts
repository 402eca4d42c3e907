import { LockStoreError } from "@router-gate/lock-core"
import { deadlineIn, type RemoteStore, remoteStore } from "@router-gate/lock-core/remote"
import { readConnection } from "./connection.ts"
import { postgresOperations } from "./operations.ts"
import { namesIn, schemaSql } from "./schema.ts"
import { PostgresRefusal, session } from "./session.ts"

export interface PostgresStoreOptions {
  /** `postgres://user@host/database`, without a password. Default: `ROUTER_GATE_POSTGRES_URL`, which may have one. */
  readonly url?: string | undefined
  /** Where the table is. Default `router_gate`. */
  readonly schema?: string | undefined
  /** How long one operation may take outside of `within`, and any statement in the server, ms. Default 2000. */
  readonly timeoutMs?: number | undefined
  /** Default: this process's. */
  readonly env?: NodeJS.ProcessEnv | undefined
}

/**
 * Locks in PostgreSQL, for hosts that share a database. Nothing is asked of it before the first operation.
 * @throws LockStoreError `MISCONFIGURED`
 */
export function postgresStore(options: PostgresStoreOptions = {}): RemoteStore {
  const { url, schema = "router_gate", timeoutMs = 2_000, env = process.env } = options
  const { run, close } = session(readConnection(url, env), timeoutMs)
  const names = namesIn(schema)
  return remoteStore((deadline) => postgresOperations(run, names, deadline), timeoutMs, close)
}

/**
 * Makes the schema, the table and the sequence that the store uses, where they are not there yet.
 * @throws LockStoreError
 */
export async function createSchema(options: PostgresStoreOptions = {}): Promise<void> {
  const { url, schema = "router_gate", timeoutMs = 10_000, env = process.env } = options
  const { run, close } = session(readConnection(url, env), timeoutMs)
  try {
    await run(schemaSql(schema), [], deadlineIn(timeoutMs))
  } catch (error) {
    if (!(error instanceof PostgresRefusal)) throw error
    throw new LockStoreError("UNWRITABLE", `the schema ${schema} cannot be made: ${error.message}`, {
      cause: error,
    })
  } finally {
    await close()
  }
}
