import { LockStoreError } from "../store.ts"
import { errnoOf, type StoreFs } from "./store-fs.ts"

/**
 * libuv's UV_FS_O_EXLOCK: on Windows an open that shares with nobody, which the kernel ends with the process. Node
 * passes the flag through and has no name for it.
 */
export const O_EXLOCK = 0x10000000
const O_RDWR = 0x2
const O_CREAT = 0x100 // Windows' own value, as in node:fs constants there

const GUARD_WAIT_MS = 2_000
const GUARD_POLL_MS = 5

export interface GuardDeps {
  readonly fs: Pick<StoreFs, "openSync" | "closeSync">
  /** Milliseconds on any clock that goes forward. */
  monoMs(): number
  sleep(ms: number): void
}

/**
 * On Windows a rename acts on an open handle, so of two callers that opened the same name both may succeed. There every
 * look-and-rename runs inside this guard; elsewhere a rename needs none.
 *
 * The returned function runs `body` while no other process is inside the guard file at `path`.
 */
export function windowsGuard(deps: GuardDeps): <T>(path: string, body: () => T) => T {
  let proven = false
  return (path, body) => {
    const fd = enter(path, deps)
    try {
      if (!proven) proveExclusive(path, deps)
      proven = true
      return body()
    } finally {
      deps.fs.closeSync(fd)
    }
  }
}

function openExclusively(path: string, { fs }: GuardDeps): number | null {
  try {
    return fs.openSync(path, O_RDWR | O_CREAT | O_EXLOCK, 0o600)
  } catch (error) {
    if (errnoOf(error) === "EBUSY") return null
    throw error
  }
}

function enter(path: string, deps: GuardDeps): number {
  const until = deps.monoMs() + GUARD_WAIT_MS
  for (;;) {
    const fd = openExclusively(path, deps)
    if (fd !== null) return fd
    if (deps.monoMs() >= until) {
      throw new LockStoreError("CONTENDED", `the lock's guard file was busy for ${GUARD_WAIT_MS} ms`, {
        path,
      })
    }
    deps.sleep(GUARD_POLL_MS)
  }
}

/** Some runtimes ignore the flag. Then a second open succeeds, nothing is exclusive, and nothing may be granted. */
function proveExclusive(path: string, deps: GuardDeps): void {
  const second = openExclusively(path, deps)
  if (second === null) return
  deps.fs.closeSync(second)
  throw new LockStoreError(
    "UNSUPPORTED",
    "this runtime cannot open a file exclusively, so it cannot keep locks here",
    {
      path,
    },
  )
}
