import type { LockStore } from "@router-gate/lock-core"
import { deadlineIn } from "@router-gate/lock-core/remote"
import { readConnection } from "../src/connection.ts"
import { postgresOperations } from "../src/operations.ts"
import { namesIn, schemaSql } from "../src/schema.ts"
import { type Run, session } from "../src/session.ts"

const LIMIT_MS = 20_000

/** One connection to a server whose clock does as it is told: another function goes by the name of the server's own. */
export interface TimedServer {
  /** An empty store in the time of `elapsedMs`. */
  store(elapsedMs: () => number): Promise<LockStore>
  close(): Promise<void>
}

export async function timedServer(url: string, password: string): Promise<TimedServer> {
  const address = new URL(url)
  // Names are looked for in the test's schema first; the store does not say where its clock is from.
  address.searchParams.set("options", "-c search_path=test_clock,pg_catalog")
  const { run, close } = session(readConnection(address.href, { PGPASSWORD: password }), LIMIT_MS)
  const names = namesIn("test_timed")
  await run(schemaSql(names.schema), [], deadlineIn(LIMIT_MS))
  await run(
    `create schema if not exists test_clock;
     create table if not exists test_clock.elapsed (ms float8 not null);
     create or replace function test_clock.clock_timestamp() returns timestamptz volatile language sql
       as 'select to_timestamp(ms / 1000) from test_clock.elapsed'`,
    [],
    deadlineIn(LIMIT_MS),
  )
  return {
    async store(elapsedMs) {
      await run(`truncate ${names.table}, test_clock.elapsed`, [], deadlineIn(LIMIT_MS))
      await run("insert into test_clock.elapsed values (0)", [], deadlineIn(LIMIT_MS))
      const inTime: Run = async (sql, values, deadline) => {
        await run("update test_clock.elapsed set ms = $1", [elapsedMs()], deadline)
        return run(sql, values, deadline)
      }
      return postgresOperations(inTime, names, () => deadlineIn(LIMIT_MS))
    },
    close,
  }
}
