import { readFileSync } from "node:fs"
import { LockStoreError } from "@router-gate/lock-core"
import { readPrivateFile, readSecret, type Secret } from "@router-gate/lock-core/remote"
import type { Tls } from "./request.ts"

/** Where the cluster is. What is not given is taken from the environment; the password only ever is. */
export interface EtcdPlace {
  /** Default: `ROUTER_GATE_ETCD_ENDPOINTS`, separated by commas. */
  readonly endpoints?: readonly string[] | undefined
  /** Default: `ROUTER_GATE_ETCD_USER`. Its password: `ROUTER_GATE_ETCD_PASSWORD`, or a file named by `…_PASSWORD_FILE`. */
  readonly user?: string | undefined
  /** File of the authority that the servers are trusted by. Default: `ROUTER_GATE_ETCD_CA`, else the system's. */
  readonly ca?: string | undefined
  /** Files of the client's certificate and key. Default: `ROUTER_GATE_ETCD_CERT`, `ROUTER_GATE_ETCD_KEY`. */
  readonly cert?: string | undefined
  readonly key?: string | undefined
}

export interface EtcdConnection {
  readonly endpoints: readonly URL[]
  readonly user?: { readonly name: string; readonly password: Secret } | undefined
  readonly tls: Tls
}

/** @throws LockStoreError `MISCONFIGURED` */
export function readConnection(place: EtcdPlace, env: NodeJS.ProcessEnv): EtcdConnection {
  const named = place.endpoints ?? (env.ROUTER_GATE_ETCD_ENDPOINTS ?? "").split(",")
  const endpoints = named
    .map((text) => text.trim())
    .filter(Boolean)
    .map(parseEndpoint)
  if (endpoints.length === 0)
    throw misconfigured("no endpoint of etcd is given: set ROUTER_GATE_ETCD_ENDPOINTS")
  const files = {
    ca: place.ca ?? env.ROUTER_GATE_ETCD_CA,
    cert: place.cert ?? env.ROUTER_GATE_ETCD_CERT,
    key: place.key ?? env.ROUTER_GATE_ETCD_KEY,
  }
  if (!files.cert !== !files.key)
    throw misconfigured("a client certificate needs both its files, cert and key")
  return {
    endpoints,
    user: readUser(place.user ?? env.ROUTER_GATE_ETCD_USER, env),
    tls: {
      ca: files.ca ? readPublicFile(files.ca) : undefined,
      cert: files.cert ? readPublicFile(files.cert) : undefined,
      key: files.key ? readPrivateFile(files.key) : undefined,
    },
  }
}

function readUser(name: string | undefined, env: NodeJS.ProcessEnv): EtcdConnection["user"] {
  if (!name) return undefined
  const password = readSecret("ROUTER_GATE_ETCD_PASSWORD", env)
  if (!password)
    throw misconfigured(
      `user ${name} has no password: set ROUTER_GATE_ETCD_PASSWORD or ROUTER_GATE_ETCD_PASSWORD_FILE`,
    )
  return { name, password }
}

function parseEndpoint(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  // Not a word of what it says: it may have a password in it.
  if (!url || !/^https?:$/.test(url.protocol) || !url.hostname)
    throw misconfigured("an endpoint of etcd is no http:// or https:// address")
  if (url.username || url.password)
    throw misconfigured(
      `the address of ${url.host} has a user in it: set ROUTER_GATE_ETCD_USER and its password`,
    )
  return url
}

function readPublicFile(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch (cause) {
    throw new LockStoreError("MISCONFIGURED", `${path} cannot be read`, { path, cause })
  }
}

function misconfigured(message: string): LockStoreError {
  return new LockStoreError("MISCONFIGURED", message)
}
