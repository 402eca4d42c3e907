import { writeFileSync } from "node:fs"
import { join } from "node:path"
import lockfile from "lockfile"
import properLockfile from "proper-lockfile"
import writeFileAtomic from "write-file-atomic"
import {
  acquire,
  formatRecord,
  identifyProcess,
  refresh,
  release,
  systemIo,
  systemProbes,
} from "../dist/index.js"
import { fileStore } from "../dist/stores/file.js"

const KEY = "0123456789ab"
const HELD = "ba9876543210"

/** Every operation as a function that gets ready and returns what is to be timed. */
export async function contestants(dir, otherPid) {
  return [...(await ours(join(dir, "ours"), otherPid)), ...others(dir)]
}

async function ours(dir, otherPid) {
  const io = systemIo(fileStore({ dir }))
  const probes = systemProbes()
  const me = {
    sessionId: "67230c8e-3f5c-4c1b-9d55-0c1f6e8f1a01",
    process: identifyProcess(process.pid, probes),
  }
  const other = {
    sessionId: "c0ffee00-3f5c-4c1b-9d55-0c1f6e8f1a02",
    process: identifyProcess(otherPid, probes),
  }
  const held = await acquire(HELD, other, io)
  if (!held.acquired) throw new Error("the bench's own lock is held")
  // A holder's calls are seconds apart; then the record beside the lock has to be written again.
  let later = 0
  const slow = { ...io, now: () => shifted(io.now(), later) }
  const must = (result, key) => {
    if (!result[key]) throw new Error(`not ${key}`)
  }
  const take = async () => must(await acquire(KEY, me, io), "acquired")
  const free = async () => release(KEY, me, io)
  return [
    {
      name: "ours: acquire a free lock",
      run: async () => {
        await free()
        return take
      },
    },
    {
      name: "ours: release",
      run: async () => {
        await take()
        return async () => must(await release(KEY, me, io), "released")
      },
    },
    {
      name: "ours: renew by acquire",
      run: async () => {
        await take()
        return take
      },
    },
    {
      name: "ours: renew by refresh",
      run: async () => {
        await take()
        return async () => must(await refresh(KEY, me, io), "refreshed")
      },
    },
    {
      name: "ours: renew 2 s after the last time",
      run: async () => {
        must(await acquire(KEY, me, slow), "acquired")
        later += 2000
        return async () => must(await refresh(KEY, me, slow), "refreshed")
      },
    },
    {
      name: "ours: be refused",
      run: async () => async () => {
        if ((await acquire(HELD, me, io)).acquired) throw new Error("got in beside the holder")
      },
    },
  ]
}

function shifted({ wallMs, monoMs, bootId }, ms) {
  return { wallMs: wallMs + ms, monoMs: monoMs + ms, bootId }
}

function others(dir) {
  const text = formatRecord({
    schema_version: 1,
    session_id: "67230c8e-3f5c-4c1b-9d55-0c1f6e8f1a01",
    pid: 1,
    acquired_at: 1,
    ttl_ms: 1,
  })
  const target = join(dir, "target")
  writeFileSync(target, "")
  const proper = { realpath: false, stale: 300_000, update: 100_000 }
  const properFree = () => {
    if (properLockfile.checkSync(target, proper)) properLockfile.unlockSync(target, proper)
  }
  const plain = join(dir, "plain.lock")
  const stale = { stale: 300_000 }
  lockfile.lockSync(join(dir, "held-plain.lock"), stale)
  properLockfile.lockSync(join(dir, "held"), proper)
  const refused = (attempt) => async () => async () => {
    try {
      attempt()
    } catch {
      return
    }
    throw new Error("got in beside the holder")
  }
  return [
    {
      name: "write-file-atomic: one write",
      run: async () => () => writeFileAtomic.sync(join(dir, "file.json"), text),
    },
    {
      name: "write-file-atomic: one write without fsync",
      run: async () => () => writeFileAtomic.sync(join(dir, "file.json"), text, { fsync: false }),
    },
    {
      name: "proper-lockfile: lock",
      run: async () => {
        properFree()
        return () => properLockfile.lockSync(target, proper)
      },
    },
    {
      name: "proper-lockfile: unlock",
      run: async () => {
        properFree()
        properLockfile.lockSync(target, proper)
        return () => properLockfile.unlockSync(target, proper)
      },
    },
    {
      name: "proper-lockfile: be refused",
      run: refused(() => properLockfile.lockSync(join(dir, "held"), proper)),
    },
    {
      name: "lockfile: lock",
      run: async () => {
        lockfile.unlockSync(plain)
        return () => lockfile.lockSync(plain, stale)
      },
    },
    {
      name: "lockfile: unlock",
      run: async () => {
        lockfile.unlockSync(plain)
        lockfile.lockSync(plain, stale)
        return () => lockfile.unlockSync(plain)
      },
    },
    {
      name: "lockfile: be refused",
      run: refused(() => lockfile.lockSync(join(dir, "held-plain.lock"), stale)),
    },
  ]
}
