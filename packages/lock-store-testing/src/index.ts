export { type EtcdServer, findEtcd, type ServerTls, startEtcd } from "./etcd-server.ts"
export { findPostgres, type PostgresServer, startPostgres } from "./postgres-server.ts"
export type { RealServer } from "./server-process.ts"
export { type ProxyMode, type StallingProxy, startProxy } from "./stalling-proxy.ts"
