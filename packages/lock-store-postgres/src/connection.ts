import { LockStoreError } from "@router-gate/lock-core"
import { readPrivateFile, readSecret, Secret, withoutSecretText } from "@router-gate/lock-core/remote"

export interface PostgresConnection {
  /** The address without the password. */
  readonly url: string
  readonly password: Secret | null
}

/**
 * Where the database is: `url`, which must not have a password in it, or `ROUTER_GATE_POSTGRES_URL` (or the file that
 * `…_URL_FILE` names), which may. A password apart from it: `ROUTER_GATE_POSTGRES_PASSWORD`, `…_PASSWORD_FILE`, `PGPASSWORD`.
 * @throws LockStoreError `MISCONFIGURED`
 */
export function readConnection(url: string | undefined, env: NodeJS.ProcessEnv): PostgresConnection {
  const given = url ?? readSecret("ROUTER_GATE_POSTGRES_URL", env)?.reveal()
  if (!given) throw misconfigured("no address of PostgreSQL is given: set ROUTER_GATE_POSTGRES_URL")
  // Node's own error would hold the address, and the password with it.
  if (!URL.canParse(given)) throw misconfigured("the address of PostgreSQL cannot be read")
  const address = new URL(given)
  if (!/^postgres(ql)?:$/.test(address.protocol))
    throw misconfigured("the address of PostgreSQL does not begin with postgres://")
  const hasPassword = address.password !== "" || address.searchParams.has("password")
  if (url !== undefined && hasPassword)
    throw misconfigured(
      `a password is given in the address ${withoutSecretText(address.host)}: set ROUTER_GATE_POSTGRES_PASSWORD`,
    )
  const apart = readSecret("ROUTER_GATE_POSTGRES_PASSWORD", env) ?? readSecret("PGPASSWORD", env)
  const password = apart ?? takePassword(address)
  address.password = ""
  address.searchParams.delete("password")
  const key = address.searchParams.get("sslkey")
  if (key) readPrivateFile(key) // the client library reads it again, and does not ask who else may
  return { url: address.href, password }
}

function takePassword(address: URL): Secret | null {
  const text = address.password ? decodeURIComponent(address.password) : address.searchParams.get("password")
  return text ? new Secret(text) : null
}

function misconfigured(message: string): LockStoreError {
  return new LockStoreError("MISCONFIGURED", message)
}
