import { type RemoteStore, remoteStore } from "@router-gate/lock-core/remote"
import { type EtcdPlace, readConnection } from "./connection.ts"
import { gateway } from "./gateway.ts"
import { etcdOperations } from "./operations.ts"
import { nodeSender } from "./request.ts"

export interface EtcdStoreOptions extends EtcdPlace {
  /** What all keys begin with. Default `router-gate/`. */
  readonly prefix?: string | undefined
  /** How long one operation may take outside of `within`, ms. Default 2000. */
  readonly timeoutMs?: number | undefined
  /** Default: this process's. */
  readonly env?: NodeJS.ProcessEnv | undefined
}

/**
 * Locks in etcd, for hosts that share a cluster. Nothing is asked of it before the first operation.
 * @throws LockStoreError `MISCONFIGURED`
 */
export function etcdStore(options: EtcdStoreOptions = {}): RemoteStore {
  const { prefix = "router-gate/", timeoutMs = 2_000, env = process.env } = options
  const { endpoints, user, tls } = readConnection(options, env)
  const sender = nodeSender(tls)
  const ask = gateway({ endpoints, user, send: sender.send })
  return remoteStore(
    (deadline) => etcdOperations(ask, prefix, deadline),
    timeoutMs,
    async () => sender.close(),
  )
}
