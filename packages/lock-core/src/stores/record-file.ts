import { formatRecord, type LockRecord, parseRecord, wallExpiryOf } from "../record.ts"
import { except, type StoreFs } from "./store-fs.ts"

/** How much earlier than its lease a record may end, as a part of the lease and at the most, ms. */
const LAG = 1 / 100
const MAX_LAG_MS = 1_000

/**
 * The record beside a lock, `session-lock-<key>.json`: for people, tools and readers of the fixed format. Its state
 * lags behind the lock's own by nature, so nothing is decided by it where the lock itself can be read.
 */
export interface RecordFile {
  read(): LockRecord | null
  write(record: LockRecord): void
  /** Whether it has to be written for this lease: it is another's, or ends too early. */
  isDue(lease: LockRecord): boolean
  /** Removes the record of the grant with this token; another's stays. */
  remove(token: number | undefined): void
}

export function recordFile(path: string, fs: StoreFs, nonce: () => string): RecordFile {
  function read(): LockRecord | null {
    const text = except(["ENOENT", "ENOTDIR"], null, () => fs.readFileSync(path, "utf8"))
    return text === null ? null : parseRecord(text, path)
  }
  return {
    read,
    write(record) {
      // Aside and into place, so that a reader never sees half of it.
      const aside = `${path}.${nonce()}.tmp`
      try {
        fs.writeFileSync(aside, formatRecord(record), { mode: 0o600, flag: "wx" })
        fs.renameSync(aside, path)
      } catch (error) {
        except(["ENOENT"], undefined, () => fs.unlinkSync(aside))
        throw error
      }
    },
    isDue(lease) {
      const seen = read()
      if (!seen || seen.token !== lease.token) return true
      return wallExpiryOf(lease) - wallExpiryOf(seen) > Math.min(MAX_LAG_MS, lease.ttl_ms * LAG)
    },
    remove(token) {
      if (read()?.token === token) except(["ENOENT"], undefined, () => fs.unlinkSync(path))
    },
  }
}
