export type { EtcdPlace } from "./connection.ts"
export { type EtcdStoreOptions, etcdStore } from "./etcd-store.ts"
