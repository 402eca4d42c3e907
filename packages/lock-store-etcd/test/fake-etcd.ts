import { type Ask, EtcdRefusal } from "../src/gateway.ts"

interface Kept {
  readonly value: string
  readonly modRevision: number
  readonly lease: string | undefined
}
interface Step {
  readonly request_range?: { key: string }
  readonly request_put?: { key: string; value: string; lease?: string }
  readonly request_delete_range?: { key: string }
}
interface Txn {
  readonly compare?: readonly { key: string; mod_revision: string }[]
  readonly success: readonly Step[]
}

/** What etcd means by a lease and a transaction, in memory, in the time of `elapsedMs`. */
export function fakeEtcd(elapsedMs: () => number): Ask {
  const keys = new Map<string, Kept>()
  const leases = new Map<string, number>()
  let revision = 1

  function expire(): void {
    for (const [id, endsAt] of leases) {
      if (elapsedMs() <= endsAt) continue
      leases.delete(id)
      const bound = [...keys].filter(([, kept]) => kept.lease === id)
      for (const [key] of bound) keys.delete(key)
      if (bound.length > 0) revision += 1
    }
  }

  function grant({ TTL }: { TTL: number }) {
    const id = String(leases.size + revision * 1000)
    leases.set(id, elapsedMs() + TTL * 1000)
    return { ID: id, TTL: String(TTL) }
  }

  function txn({ compare = [], success }: Txn) {
    const holds = compare.every(
      ({ key, mod_revision }) => (keys.get(key)?.modRevision ?? 0) === Number(mod_revision),
    )
    if (!holds) return { succeeded: false }
    for (const { request_put: put } of success)
      if (put?.lease && !leases.has(put.lease))
        throw new EtcdRefusal(5, "etcdserver: requested lease not found")
    const isChange = success.some((step) => !step.request_range)
    if (isChange) revision += 1
    const responses = success.map(
      ({ request_range: range, request_put: put, request_delete_range: gone }) => {
        if (put) keys.set(put.key, { value: put.value, modRevision: revision, lease: put.lease })
        if (gone) keys.delete(gone.key)
        const kept = range && keys.get(range.key)
        return {
          response_range: {
            kvs: kept ? [{ value: kept.value, mod_revision: String(kept.modRevision) }] : [],
          },
        }
      },
    )
    return { succeeded: true, responses }
  }

  return async (path, body) => {
    expire()
    const answer = path === "/v3/lease/grant" ? grant(body as { TTL: number }) : txn(body as Txn)
    return { ...answer, header: { revision: String(revision) } }
  }
}
