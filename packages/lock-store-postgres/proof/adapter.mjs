// How the stories and the hammer reach this store.
import { createSchema, postgresStore } from "@router-gate/lock-store-postgres"

const placeOf = ({ port, password }) => ({
  url: `postgres://gate@127.0.0.1:${port}/postgres`,
  env: { ROUTER_GATE_POSTGRES_PASSWORD: password },
})

export const prepare = (place) => createSchema(placeOf(place))
export const open = (place) => postgresStore(placeOf(place))
