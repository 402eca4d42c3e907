import type { LockStore } from "@router-gate/lock-core"
import { deadlineIn } from "@router-gate/lock-core/remote"
import { type Ask, gateway } from "../src/gateway.ts"
import { etcdOperations } from "../src/operations.ts"
import { nodeSender } from "../src/request.ts"

let stores = 0

/** An {@link Ask} of a real server. */
export function askOf(endpoint: string): Ask {
  return gateway({ endpoints: [new URL(endpoint)], send: nodeSender({}).send })
}

/**
 * A store of its own in a real server whose time is `elapsedMs`: a lease that is over by that time is revoked before
 * anything else is asked, which is what etcd does with it at its end.
 */
export function storeInTime(ask: Ask, elapsedMs: () => number): LockStore {
  const leases = new Map<string, number>()
  const timed: Ask = async (path, body, deadline) => {
    for (const [id, endsAt] of leases) {
      if (elapsedMs() <= endsAt) continue
      leases.delete(id)
      await ask("/v3/lease/revoke", { ID: id }, deadline)
    }
    const answer = await ask(path, body, deadline)
    if (path === "/v3/lease/grant") leases.set(String(answer.ID), elapsedMs() + Number(answer.TTL) * 1000)
    return answer
  }
  stores += 1
  return etcdOperations(timed, `test-${process.pid}-${stores}/`, () => deadlineIn(20_000))
}
