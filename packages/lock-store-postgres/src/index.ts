export { createSchema, type PostgresStoreOptions, postgresStore } from "./postgres-store.ts"
export { schemaSql } from "./schema.ts"
