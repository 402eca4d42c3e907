import { formatRecord, type LockRecord, parseRecord } from "../record.ts"
import { except, type StoreFs } from "./store-fs.ts"

/** How old the record beside a lock may grow while its lease is renewed, ms. Older readers judge by it. */
const REWRITE_AFTER_MS = 60_000

/**
 * The record beside a lock, `session-lock-<key>.json`: for people, tools and readers of the fixed format. Its state
 * lags behind the lock's own by nature, so nothing is decided by it where the lock itself can be read.
 */
export interface RecordFile {
  read(): LockRecord | null
  write(record: LockRecord): void
  /** Whether it is time to write it again for a lease that was merely renewed. */
  isDue(wallMs: number): boolean
  remove(): void
}

export function recordFile(path: string, fs: StoreFs, nonce: () => string): RecordFile {
  return {
    read() {
      const text = except(["ENOENT", "ENOTDIR"], null, () => fs.readFileSync(path, "utf8"))
      return text === null ? null : parseRecord(text, path)
    },
    write(record) {
      // Aside and into place, so that a reader never sees half of it.
      const aside = `${path}.${nonce()}.tmp`
      fs.writeFileSync(aside, formatRecord(record), { mode: 0o600, flag: "wx" })
      fs.renameSync(aside, path)
    },
    isDue(wallMs) {
      const stat = except(["ENOENT"], null, () => fs.lstatSync(path))
      return stat === null || Math.abs(wallMs - stat.mtimeMs) >= REWRITE_AFTER_MS
    },
    remove: () => except(["ENOENT"], undefined, () => fs.unlinkSync(path)),
  }
}
