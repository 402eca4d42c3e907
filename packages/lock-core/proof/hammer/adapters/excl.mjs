import { nowMs as bootMs, readLease } from "./lease-file.mjs"

/**
 * Control: create the file exclusively, unlink it when it is stale and try again. The lock of most packages. The unlink
 * acts on a name that may by then be a successor's, so the hammer must catch it.
 */
export async function adapter({ dir, fs, party, ttlMs, nowMs = bootMs, wallMs = Date.now }) {
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 })
  const pathOf = (key) => `${dir}/${key}.lock`

  function create(key) {
    const deadlineMs = nowMs() + ttlMs
    try {
      fs.writeFileSync(pathOf(key), JSON.stringify({ party, deadlineMs }), { mode: 0o600, flag: "wx" })
    } catch (error) {
      if (error.code === "EEXIST") return null
      throw error
    }
    return { token: 0, deadlineMs, kind: "acquired" }
  }

  function isStale(path) {
    const lease = readLease(path, fs)
    if (lease) return nowMs() >= lease.deadlineMs
    try {
      return wallMs() - fs.lstatSync(path).mtimeMs > ttlMs // created, and its writer died before writing
    } catch {
      return false
    }
  }

  function remove(path) {
    try {
      fs.unlinkSync(path)
    } catch (error) {
      if (error.code !== "ENOENT") throw error
    }
  }

  return {
    async acquire(key) {
      const first = create(key)
      if (first || !isStale(pathOf(key))) return first
      remove(pathOf(key))
      return create(key)
    },
    // As the packages do: the holder believes in its lock for as long as it does not look, and touches it blindly.
    async refresh(key) {
      if (readLease(pathOf(key), fs)?.party !== party) return null
      const deadlineMs = nowMs() + ttlMs
      fs.writeFileSync(pathOf(key), JSON.stringify({ party, deadlineMs }), { mode: 0o600, flag: "w" })
      return { token: 0, deadlineMs, kind: "refreshed" }
    },
    async release(key) {
      if (readLease(pathOf(key), fs)?.party !== party) return false
      remove(pathOf(key))
      return true
    },
  }
}
