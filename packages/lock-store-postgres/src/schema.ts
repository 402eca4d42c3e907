/** What a name in SQL may be here, so that it needs no quotes. */
const NAME = /^[a-z_][a-z0-9_]{0,50}$/

/** The tables of one schema. */
export interface SchemaNames {
  readonly schema: string
  readonly table: string
  readonly sequence: string
}

/** @throws TypeError for what is no plain lower-case name */
export function namesIn(schema: string): SchemaNames {
  if (!NAME.test(schema)) throw new TypeError(`a schema is named in [a-z0-9_], not ${JSON.stringify(schema)}`)
  return { schema, table: `${schema}.lock`, sequence: `${schema}.lock_version` }
}

/**
 * The SQL that makes what the store needs, once or as often as one likes. A role that only uses locks needs USAGE on the
 * schema, SELECT, INSERT and UPDATE on the table, and USAGE and SELECT on the sequence.
 */
export function schemaSql(schema = "router_gate"): string {
  const names = namesIn(schema)
  return `-- "If not exists" is no help against another who makes it at the same moment.
select pg_advisory_xact_lock(hashtext('${names.schema}'));
create schema if not exists ${names.schema};
create sequence if not exists ${names.sequence};
create table if not exists ${names.table} (
  key text primary key,
  -- Names this state, and no other state of any lock.
  version bigint not null,
  -- The lease as JSON; null: the lock is free. Rows are never deleted.
  record text,
  -- By this server's clock: the first instant at which the lease does not bind.
  expires_at timestamptz
);
`
}
