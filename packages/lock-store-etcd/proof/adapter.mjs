// How the stories and the hammer reach this store.
import { etcdStore } from "@router-gate/lock-store-etcd"

export const prepare = async () => {}
export const open = ({ port }) => etcdStore({ endpoints: [`http://127.0.0.1:${port}`], env: {} })
