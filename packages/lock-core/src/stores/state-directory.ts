import { LockStoreError } from "../store.ts"
import { isLaterFormat, type LeaseName, parseLeaseName } from "./lease-name.ts"
import { except, type StoreFs } from "./store-fs.ts"
import { removeDirectory } from "./sweep.ts"
import { windowsGuard } from "./windows-guard.ts"

export interface StateDirectoryDeps {
  readonly fs: StoreFs
  readonly platform: NodeJS.Platform
  readonly wallMs: () => number
  readonly nonce: () => string
}

/** A lock's state as the name of the one file in a directory, and its changes as renames of that name. */
export interface StateDirectory {
  /** The present state; null when there is none, not even a free one. */
  look(path: string): { readonly name: string; readonly state: LeaseName } | null
  /**
   * Moves from the state named `from` (null: from nothing) to the name that `next` makes of a generation above it.
   * @returns false when that is not the state any more; nothing was changed.
   */
  move(path: string, from: string | null, next: (generation: number) => string): boolean
}

/** `path` is a lock's path without an ending; the directory is `<path>.d`. */
export function stateDirectory({ fs, platform, wallMs, nonce }: StateDirectoryDeps): StateDirectory {
  const windows = platform === "win32"
  const guarded = windows
    ? windowsGuard({ fs, monoMs: () => performance.now(), sleep: sleepSync })
    : <T>(_path: string, body: () => T): T => body()

  function look(path: string): { name: string; state: LeaseName } | null {
    // A second look, because a listing taken during a rename may on some systems show neither name.
    for (let attempt = 1; ; attempt++) {
      const names = except(["ENOENT"], [], () => fs.readdirSync(`${path}.d`))
      if (names.length === 0) return null
      const highest = highestState(names)
      if (highest) return highest
      if (attempt === 2) throw unknownState(`${path}.d`, names)
    }
  }

  function move(path: string, from: string | null, next: (generation: number) => string): boolean {
    const before = from === null ? null : parseLeaseName(from)
    if (!before) return guarded(`${path}.guard`, () => create(path, next(wallMs())))
    const to = next(Math.max(before.generation + 1, wallMs()))
    return guarded(`${path}.guard`, () => {
      // Inside the Windows guard a look and a rename are one step; elsewhere the rename alone is.
      if (windows && look(path)?.name !== from) return false
      return rename(`${path}.d/${from}`, `${path}.d/${to}`)
    })
  }

  /** A whole directory, made aside and renamed into place: onto one that holds a state already, that fails. */
  function create(path: string, name: string): boolean {
    const aside = `${path}.d.init-${nonce()}`
    fs.mkdirSync(aside, { mode: 0o700 })
    fs.writeFileSync(`${aside}/${name}`, "", { mode: 0o600, flag: "wx" })
    // Only POSIX replaces an empty directory by itself.
    if (windows) except(["ENOENT", "ENOTEMPTY"], undefined, () => fs.rmdirSync(`${path}.d`))
    const taken = ["ENOTEMPTY", "EEXIST", ...(windows ? ["EPERM", "EACCES"] : [])]
    const created = except(taken, false, () => rename(aside, `${path}.d`, `${path}.d/${name}`))
    if (!created) removeDirectory(aside, fs)
    return created
  }

  /** True: renamed. False: the source is gone, so somebody else has moved the lock on. */
  function rename(from: string, to: string, proof: string = to): boolean {
    try {
      fs.renameSync(from, to)
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error
      // A network file system may carry out a rename, lose the answer and repeat it: then our new name is there.
      return except(["ENOENT", "ENOTDIR"], null, () => fs.lstatSync(proof)) !== null
    }
  }

  return { look, move }
}

/** Leftovers of a restored backup or a sync folder may stand beside it; history only goes forward. */
function highestState(names: readonly string[]): { name: string; state: LeaseName } | null {
  let highest: { name: string; state: LeaseName } | null = null
  for (const name of names) {
    const state = parseLeaseName(name)
    if (state && (!highest || state.generation > highest.state.generation)) highest = { name, state }
  }
  return highest
}

function unknownState(path: string, names: readonly string[]): LockStoreError {
  if (names.some(isLaterFormat)) {
    return new LockStoreError("FUTURE_RECORD", "this lock was written by a later version", { path })
  }
  return new LockStoreError("CORRUPT", `there is no lock state among the ${names.length} entries here`, {
    path,
  })
}

function sleepSync(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
