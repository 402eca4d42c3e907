/** Where etcd is, as the settings say it. */
export interface EtcdSettings {
  readonly type: "etcd"
  readonly endpoints?: readonly string[]
  readonly user?: string
  /** The variable, or the file of mode 0600, that has the password. */
  readonly passwordFrom?: string
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  readonly prefix?: string
}

/** Where PostgreSQL is, as the settings say it. */
export interface PostgresSettings {
  readonly type: "postgres"
  /** Without a password. */
  readonly url?: string
  /** The variable, or the file of mode 0600, that has an address with a password in it. */
  readonly urlFrom?: string
  readonly passwordFrom?: string
  readonly schema?: string
}

/** A store that several hosts share. What the settings leave out, the environment says. */
export type StoreSettings = EtcdSettings | PostgresSettings

const TEXTS: Record<StoreSettings["type"], readonly string[]> = {
  etcd: ["user", "passwordFrom", "ca", "cert", "key", "prefix"],
  postgres: ["url", "urlFrom", "passwordFrom", "schema"],
}

/** What the settings' `store` must be, for people. */
export const STORE_EXPECTED =
  'null or an object of "type": "etcd" or "postgres" and where that is, with no password in it'

/** Whether a value may stand under `store`. Whatever may is shown by `status`, so nothing with a password may. */
export function isStoreSettings(value: unknown): boolean {
  if (value === null) return true
  if (typeof value !== "object" || Array.isArray(value)) return false
  const { type, endpoints, ...texts } = value as Record<string, unknown>
  if (type !== "etcd" && type !== "postgres") return false
  if (endpoints !== undefined && (type !== "etcd" || !isEndpoints(endpoints))) return false
  return Object.entries(texts).every(
    ([name, text]) => TEXTS[type].includes(name) && isText(text) && (name !== "url" || isBare(text)),
  )
}

function isEndpoints(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => isText(item) && isBare(item))
}

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== ""

/** An address that has no password in it, wherever addresses may have one. */
function isBare(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { password, searchParams } = new URL(address)
  return password === "" && !searchParams.has("password")
}
