import {
  formatRecord,
  type LockRecord,
  type LockStore,
  LockStoreError,
  parseRecord,
} from "@router-gate/lock-core"
import type { Deadline } from "@router-gate/lock-core/remote"
import { type Ask, EtcdRefusal } from "./gateway.ts"

/** No lock has been kept under this key: revisions begin with 1. */
const NEVER = "0"
const GRPC_NOT_FOUND = 5

interface KeyValue {
  readonly value?: string
  readonly mod_revision?: string
}

/**
 * A lock as two keys. `record/<key>` is never deleted: it holds the lease, or nothing when the lock is free, and its
 * modification revision names the state. `alive/<key>` is bound to an etcd lease of the same length and goes with it,
 * by the cluster's clock: while it is there, the lease binds. Both are written in one transaction.
 */
export function etcdOperations(ask: Ask, prefix: string, deadline: () => Deadline): LockStore {
  const recordKey = (key: string): string => base64(`${prefix}record/${key}`)
  const aliveKey = (key: string): string => base64(`${prefix}alive/${key}`)

  /** Changes the lock if its record is still the one of that revision. */
  async function change(
    key: string,
    expected: string | null,
    steps: readonly unknown[],
    until: Deadline,
  ): Promise<boolean> {
    const compare = [{ key: recordKey(key), target: "MOD", result: "EQUAL", mod_revision: expected ?? NEVER }]
    const { succeeded } = await ask("/v3/kv/txn", { compare, success: steps }, until)
    return succeeded === true
  }

  return {
    async readLock(key) {
      const ranges = [recordKey(key), aliveKey(key)].map((name) => ({ request_range: { key: name } }))
      const answer = await asking("UNREADABLE", key, () => ask("/v3/kv/txn", { success: ranges }, deadline()))
      const [record, alive] = foundIn(answer, key)
      const revision = countIn((answer.header as { revision?: string } | undefined)?.revision, key)
      const state = { version: record?.mod_revision ?? NEVER, nextToken: revision + 1 }
      const text = textOf(record)
      if (text === "") return { ...state, record: null }
      const parsed = parseRecord(text, key)
      if (!parsed)
        throw new LockStoreError("CORRUPT", `what etcd holds for ${key} is no lock record`, { path: key })
      // Etcd tells that a lease is there, not how long yet: at the most its whole length, and the rounding of clocks.
      return { ...state, record: parsed, leftMs: alive ? countIn(textOf(alive), key) + 1 : 0 }
    },

    async writeLock(key, next: LockRecord, expectedVersion) {
      if (!isRevision(expectedVersion)) return false
      const until = deadline()
      const ttl = Math.max(1, Math.ceil(next.ttl_ms / 1000))
      return asking("UNWRITABLE", key, async () => {
        const lease = await ask("/v3/lease/grant", { TTL: ttl }, until)
        // A short lease is made longer by etcd, never shorter.
        const lengthMs = countIn(lease.TTL, key) * 1000
        if (lengthMs < next.ttl_ms)
          throw new LockStoreError("UNWRITABLE", `etcd grants ${lengthMs} ms`, { path: key })
        const record = { key: recordKey(key), value: base64(formatRecord(next)) }
        const alive = { key: aliveKey(key), value: base64(String(lengthMs)), lease: lease.ID }
        try {
          return await change(key, expectedVersion, [{ request_put: record }, { request_put: alive }], until)
        } catch (error) {
          // The grant itself has run out on the way: nothing was changed, and it is for the caller to look again.
          if (error instanceof EtcdRefusal && error.code === GRPC_NOT_FOUND) return false
          throw error
        }
      })
    },

    async deleteLock(key, expectedVersion) {
      if (!isRevision(expectedVersion)) return false
      const free = { request_put: { key: recordKey(key), value: "" } }
      const gone = { request_delete_range: { key: aliveKey(key) } }
      return asking("UNWRITABLE", key, () => change(key, expectedVersion, [free, gone], deadline()))
    },
  }
}

/** Puts a refusal into the words of a store. */
async function asking<T>(code: "UNREADABLE" | "UNWRITABLE", key: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof EtcdRefusal)) throw error
    throw new LockStoreError(code, `etcd refuses: ${error.message}`, { path: key, cause: error })
  }
}

function foundIn(answer: Record<string, unknown>, key: string): (KeyValue | undefined)[] {
  const responses = answer.responses
  if (!Array.isArray(responses) || responses.length !== 2)
    throw new LockStoreError("CORRUPT", "etcd's answer has another form", { path: key })
  return responses.map((one: { response_range?: { kvs?: KeyValue[] } }) => one.response_range?.kvs?.[0])
}

/** A whole number that JSON carries as text. */
function countIn(text: unknown, key: string): number {
  const count = Number(text)
  if (text === "" || !Number.isSafeInteger(count) || count < 0)
    throw new LockStoreError("CORRUPT", "etcd's answer has a number that is none", { path: key })
  return count
}

const isRevision = (version: string | null): boolean => version === null || /^\d{1,19}$/.test(version)
const base64 = (text: string): string => Buffer.from(text).toString("base64")
const textOf = (found: KeyValue | undefined): string =>
  Buffer.from(found?.value ?? "", "base64").toString("utf8")
