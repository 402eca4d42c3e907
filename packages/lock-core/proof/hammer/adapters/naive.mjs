import { nowMs, readLease } from "./lease-file.mjs"

/**
 * Control: read the record, decide, write it whole. The usual lock of hook scripts. Between the read and the write
 * anybody may come in, so the hammer must catch it.
 */
export async function adapter({ dir, fs, party, ttlMs }) {
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 })
  const pathOf = (key) => `${dir}/${key}.json`

  function write(key) {
    const deadlineMs = nowMs() + ttlMs
    const aside = `${pathOf(key)}.${party}.tmp`
    fs.writeFileSync(aside, JSON.stringify({ party, deadlineMs }), { mode: 0o600, flag: "w" })
    fs.renameSync(aside, pathOf(key))
    return { token: 0, deadlineMs, kind: "acquired" }
  }

  return {
    async acquire(key) {
      const lease = readLease(pathOf(key), fs)
      return lease && lease.party !== party && nowMs() < lease.deadlineMs ? null : write(key)
    },
    async refresh(key) {
      return readLease(pathOf(key), fs)?.party === party ? { ...write(key), kind: "refreshed" } : null
    },
    async release(key) {
      if (readLease(pathOf(key), fs)?.party !== party) return false
      fs.unlinkSync(pathOf(key))
      return true
    },
  }
}
