import fs, { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

export const KEY = "0123456789ab"
export const TTL_MS = 60_000

/**
 * A lock's surroundings with a clock that goes by fractions of a millisecond: what the lock is shown is rounded down,
 * as the system's clocks are, but what was promised to a holder is measured on the real one.
 */
export function makeStage(core) {
  const root = mkdtempSync(join(tmpdir(), "lock-story-"))
  const stage = {
    core,
    dir: join(root, "locks"),
    realMs: 5_000_000.9,
    wallOffsetMs: 1_700_000_000_000,
    /** What is said of processes, by pid; `alive` unless something else was. */
    liveness: new Map(),
    session(name, options = {}) {
      const {
        pid = 1000 + name.charCodeAt(0),
        boot = "b007b007",
        platform = "linux",
        storeFs = fs,
        ttlMs = TTL_MS,
      } = options
      const process = { pid, start: options.start ?? `s${name}`, bootId: boot, pidNamespace: "ns1" }
      const wallMs = () => Math.floor(stage.realMs + stage.wallOffsetMs)
      const store = core.fileStore({ dir: stage.dir, fs: storeFs, platform, wallMs })
      const io = {
        ...store,
        now() {
          options.onNow?.()
          return { wallMs: wallMs(), monoMs: Math.floor(stage.realMs), bootId: boot }
        },
        judge: ({ pid }) => stage.liveness.get(pid) ?? "alive",
      }
      const claim = (extra) => ({ sessionId: options.sessionId ?? name, process, ttlMs, ...extra })
      return {
        io,
        claim,
        process,
        acquire: (extra) => core.acquire(KEY, claim(extra), io),
        refresh: (token, extra) => core.refresh(KEY, claim({ token, ...extra }), io),
        release: (token) => core.release(KEY, claim({ token }), io),
        /** All three steps at once, without giving anybody else a turn. */
        acquireNow() {
          const stored = store.readLock(KEY)
          const at = { now: io.now(), judge: io.judge, isAncestor: () => false }
          const plan = core.planAcquire(stored, claim(), at)
          return plan.do === "write" && store.writeLock(KEY, plan.next, stored?.version ?? null)
        },
        releaseNow() {
          const stored = store.readLock(KEY)
          return store.deleteLock(KEY, stored.version)
        },
      }
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
  return stage
}
