// One attempt on a lock by another process, which may have another idea of the time. Prints what became of it.
import { loadLockCore } from "../lib/lock-core.mjs"

const { dist, dir, key, sessionId, jumpMs = 0, ttlMs } = JSON.parse(process.argv[2])
if (jumpMs !== 0) {
  const real = Date.now
  Date.now = () => real() + jumpMs
}
const core = await loadLockCore(dist)
const store = core.fileStore({ dir })
const io = core.systemIo(store)
const holder = core.identifyProcess(process.pid, core.systemProbes())
try {
  const result = await core.acquire(key, { sessionId, process: holder, ttlMs }, io)
  const lock = result.acquired ? result.lock : result.holder
  // What a reader of nothing but the five fixed fields would make of the lease that it saw.
  const { schema_version, session_id, pid, acquired_at, ttl_ms } = lock
  const fixed = { schema_version, session_id, pid, acquired_at, ttl_ms }
  const byWall = core.staleness(fixed, core.systemInstant(), "unknown")
  const { acquired } = result
  console.log(
    JSON.stringify({
      acquired,
      token: lock.token,
      because: result.takenOver?.because,
      byWall,
      now: Date.now(),
    }),
  )
} catch (error) {
  console.log(JSON.stringify({ threw: error.code ?? String(error) }))
}
