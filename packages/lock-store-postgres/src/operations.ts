import { formatRecord, type LockStore, LockStoreError, parseRecord } from "@router-gate/lock-core"
import type { Deadline } from "@router-gate/lock-core/remote"
import type { SchemaNames } from "./schema.ts"
import { PostgresRefusal, type Row, type Run } from "./session.ts"

/** No lock has been kept under this key: the sequence begins with 1. */
const NEVER = "0"
const UNDEFINED_TABLE = "42P01"
const INVALID_SCHEMA = "3F000"
/** A transaction that lost against another under a stricter isolation; it changed nothing. */
const LOST_TO_ANOTHER = new Set(["40001", "40P01"])

/**
 * A lock as one row that is never deleted. Each change is one statement that names the version it expects, and draws the
 * next one from a sequence. When a lease ends is written and judged by the server's clock alone.
 */
export function postgresOperations(
  run: Run,
  { table, sequence }: SchemaNames,
  deadline: () => Deadline,
): LockStore {
  // The sequence is above every version, and every version is at or above the token that it was granted under.
  const read = `select l.record, l.version,
      ceil(extract(epoch from l.expires_at - clock_timestamp()) * 1000)::float8 as left_ms,
      s.last_value + s.is_called::int as next_token, pg_is_in_recovery() as is_standby
    from ${sequence} s left join ${table} l on l.key = $1`
  const expiry = "clock_timestamp() + $3::float8 * interval '1 millisecond'"
  const insert = `insert into ${table} (key, version, record, expires_at)
    select $1, nextval('${sequence}'), $2, ${expiry} where not exists (select from ${table} where key = $1)
    on conflict (key) do nothing`
  const update = `update ${table} set version = nextval('${sequence}'), record = $2, expires_at = ${expiry}
    where key = $1 and version = $4`
  const free = `update ${table} set version = nextval('${sequence}'), record = null, expires_at = null
    where key = $1 and version = $2`

  async function change(key: string, sql: string, values: readonly unknown[]): Promise<boolean> {
    return asking("UNWRITABLE", key, async () => {
      try {
        return (await run(sql, values, deadline())).changed === 1
      } catch (error) {
        if (error instanceof PostgresRefusal && LOST_TO_ANOTHER.has(error.code)) return false
        throw error
      }
    })
  }

  return {
    async readLock(key) {
      const { rows } = await asking("UNREADABLE", key, () => run(read, [key], deadline()))
      const row = rows[0]
      if (!row) throw new LockStoreError("CORRUPT", `${sequence} is empty`, { path: key })
      if (row.is_standby)
        throw new LockStoreError("UNREADABLE", "this PostgreSQL is a standby: it may be behind", {
          path: key,
        })
      const state = { version: String(row.version ?? NEVER), nextToken: Number(row.next_token) }
      return { ...state, ...leaseIn(row, key) }
    },

    async writeLock(key, next, expectedVersion) {
      if (!isVersion(expectedVersion)) return false
      // One more than its length: the holder counts in whole milliseconds, rounded down.
      const values = [key, formatRecord(next), next.ttl_ms + 1]
      if (expectedVersion === null || expectedVersion === NEVER) return change(key, insert, values)
      return change(key, update, [...values, expectedVersion])
    },

    async deleteLock(key, expectedVersion) {
      return isVersion(expectedVersion) && change(key, free, [key, expectedVersion])
    },
  }
}

function leaseIn({ record, left_ms }: Row, key: string) {
  if (record === null || record === undefined) return { record: null }
  const parsed = parseRecord(String(record), key)
  if (!parsed || left_ms === null)
    throw new LockStoreError("CORRUPT", `what the table holds for ${key} is no lease`, { path: key })
  return { record: parsed, leftMs: Number(left_ms) }
}

/** Puts a refusal into the words of a store. */
async function asking<T>(code: "UNREADABLE" | "UNWRITABLE", key: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof PostgresRefusal)) throw error
    const isMissing = error.code === UNDEFINED_TABLE || error.code === INVALID_SCHEMA
    const hint = isMissing ? "; createSchema() or schemaSql() make what is missing" : ""
    throw new LockStoreError(
      isMissing ? "MISCONFIGURED" : code,
      `PostgreSQL refuses (${error.code}): ${error.message}${hint}`,
      { path: key, cause: error },
    )
  }
}

const isVersion = (version: string | null): boolean => version === null || /^\d{1,18}$/.test(version)
