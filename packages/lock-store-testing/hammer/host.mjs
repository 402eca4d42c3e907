// A host of its own, as far as the lock can tell: a boot, a process and a wall clock that no other has. It does as it is
// told over its IPC channel, one thing after the other.
import { acquire, isCurrent, refresh, release } from "@router-gate/lock-core"
import { remoteIo } from "@router-gate/lock-core/remote"

const [, , adapter, config] = process.argv
const { name, place, clockOffMs = 0, limitMs = 10_000 } = JSON.parse(config)
const { open } = await import(adapter)
const store = open(place)
const claim = { sessionId: name, process: { pid: process.pid, start: "s", bootId: name, pidNamespace: "n" } }

const verbs = {
  acquire: ({ key, ttlMs }) => acquire(key, { ...claim, ttlMs }, io()),
  refresh: ({ key, ttlMs, token }) => refresh(key, { ...claim, ttlMs, token }, io()),
  release: ({ key, token }) => release(key, { ...claim, token }, io()),
  isCurrent: ({ key, token }) => isCurrent(key, token, io()),
}

function io() {
  const real = remoteIo(store.within(limitMs))
  const now = () => ({ ...real.now(), wallMs: Date.now() + clockOffMs, bootId: name })
  return { ...real, now }
}

process.on("message", async ({ id, verb, ...details }) => {
  try {
    process.send({ id, result: await verbs[verb](details) })
  } catch (error) {
    process.send({ id, error: { code: error.code, message: error.message } })
  }
})
process.on("disconnect", () => process.exit())
process.send({ ready: true })
