import { beforeEach, describe, expect, test } from "vitest"
import { acquire, refresh, release } from "../../src/protocol.ts"
import { fileStore } from "../../src/stores/file.ts"
import { nodeFs, type StoreFs } from "../../src/stores/store-fs.ts"
import { O_EXLOCK, windowsGuard } from "../../src/stores/windows-guard.ts"
import { simulateMachine } from "../../src/testing/machine.ts"
import { temporaryDirectory } from "../temporary-directory.ts"

/** Files that open as they do on Windows: with the flag, for one at a time. */
function exclusiveFiles() {
  const open = new Map<number, string>()
  let last = 0
  const errno = (code: string) => Object.assign(new Error(code), { code })
  return {
    open,
    fs: {
      openSync(path: string, flags: number) {
        if (!(flags & O_EXLOCK)) throw errno("EINVAL")
        if ([...open.values()].includes(path)) throw errno("EBUSY")
        open.set(++last, path)
        return last
      },
      closeSync(fd: number) {
        if (!open.delete(fd)) throw errno("EBADF")
      },
    },
  }
}

describe("the guard", () => {
  let files: ReturnType<typeof exclusiveFiles>
  let clock: number
  let slept: number[]
  let onSleep: () => void
  const guard = (fs: Pick<StoreFs, "openSync" | "closeSync"> = files.fs) =>
    windowsGuard({
      fs,
      monoMs: () => clock,
      sleep(ms) {
        slept.push(ms)
        clock += ms
        onSleep()
      },
    })
  beforeEach(() => {
    files = exclusiveFiles()
    clock = 0
    slept = []
    onSleep = () => {}
  })

  test("runs its body while the file is open, and closes it", () => {
    expect(guard()("g", () => [...files.open.values()])).toEqual(["g"])
    expect(files.open.size).toBe(0)
  })

  test("waits for as long as another is inside", () => {
    const rival = files.fs.openSync("g", O_EXLOCK)
    onSleep = () => slept.length === 3 && files.fs.closeSync(rival)
    expect(guard()("g", () => "in")).toBe("in")
    expect(slept).toEqual([5, 5, 5])
  })

  test("gives up after two seconds, and has not run its body", () => {
    files.fs.openSync("g", O_EXLOCK)
    const enter = () => guard()("g", () => expect.unreachable())
    expect(enter).toThrow(expect.objectContaining({ code: "CONTENDED", path: "g" }))
    expect(clock).toBe(2_000)
    expect(files.open.size).toBe(1)
  })

  test("is two for two paths", () => {
    files.fs.openSync("g", O_EXLOCK)
    expect(guard()("other", () => "in")).toBe("in")
  })

  test("closes the file when its body throws", () => {
    const run = guard()
    expect(() =>
      run("g", () => {
        throw new Error("in the body")
      }),
    ).toThrow("in the body")
    expect(files.open.size).toBe(0)
    expect(run("g", () => "in again")).toBe("in again")
  })

  test.each(["EACCES", "EPERM", "ENOENT"])("passes %s on", (code) => {
    const openSync = (): never => {
      throw Object.assign(new Error(code), { code })
    }
    expect(() => guard({ ...files.fs, openSync })("g", () => expect.unreachable())).toThrow(
      expect.objectContaining({ code }),
    )
  })

  test("proves once that the flag works", () => {
    let opens = 0
    const counting = {
      ...files.fs,
      openSync: (path: string, flags: number) => {
        opens++
        return files.fs.openSync(path, flags)
      },
    }
    const run = guard(counting)
    for (let times = 0; times < 5; times++) run("g", () => {})
    expect(opens).toBe(5 + 1)
  })

  test("refuses a runtime that ignores the flag, every time, and leaves nothing open", () => {
    const ignoring = { ...files.fs, openSync: () => files.fs.openSync(`g${files.open.size}`, O_EXLOCK) }
    const run = guard(ignoring)
    for (let times = 0; times < 3; times++) {
      expect(() => run("g", () => expect.unreachable())).toThrow(
        expect.objectContaining({ code: "UNSUPPORTED", path: "g" }),
      )
      expect(files.open.size).toBe(0)
    }
  })
})

describe("the file store on Windows", () => {
  const KEY = "0123456789ab"
  const machine = simulateMachine()
  const alice = { sessionId: "alice", process: machine.start(101) }
  const bob = { sessionId: "bob", process: machine.start(102) }

  /** A file system that opens as Windows does, keeps a diary, and lets a rival in before the guard is entered. */
  function windowsLike(beforeGuard: () => void = () => {}) {
    const files = exclusiveFiles()
    const diary: string[] = []
    const note = (what: string, path: string) => {
      if (/\.d($|\/)/.test(path)) diary.push(`${files.open.size > 0 ? "guarded" : "open"} ${what}`)
    }
    const errno = (code: string) => Object.assign(new Error(code), { code })
    const fs: StoreFs = {
      ...nodeFs,
      openSync(path, flags) {
        if (files.open.size === 0) beforeGuard()
        return files.fs.openSync(path, flags)
      },
      closeSync: files.fs.closeSync,
      readdirSync(path) {
        note("look", path)
        return nodeFs.readdirSync(path)
      },
      renameSync(from, to) {
        note("rename", to)
        try {
          nodeFs.renameSync(from, to)
        } catch (error) {
          throw (error as NodeJS.ErrnoException).code === "ENOTEMPTY" ? errno("EPERM") : error
        }
      },
      rmdirSync: (path) => nodeFs.rmdirSync(path),
    }
    return { fs, diary, files }
  }
  const store = (dir: string, fs: StoreFs) =>
    fileStore({ dir, fs, platform: "win32", wallMs: machine.wallMs })

  test("looks and renames under the guard, in one go", async () => {
    const { fs, diary, files } = windowsLike()
    const io = machine.io(store(temporaryDirectory(), fs))
    for (const [act, expected] of [
      [() => acquire(KEY, alice, io), ["open look", "guarded rename"]],
      [() => refresh(KEY, alice, io), ["open look", "guarded look", "guarded rename"]],
      [() => acquire(KEY, bob, io), ["open look"]],
      [() => release(KEY, alice, io), ["open look", "guarded look", "guarded rename"]],
    ] as const) {
      diary.length = 0
      await act()
      // Listings of the directory made aside and the lock's own are told apart by nothing that matters here.
      expect(diary.filter((line, index) => line !== diary[index - 1])).toEqual(expected)
      expect(files.open.size).toBe(0)
    }
  })

  test("does not rename what has moved on before the guard was entered", async () => {
    const dir = temporaryDirectory()
    const rival = machine.io(store(dir, windowsLike().fs))
    await acquire(KEY, alice, rival)
    const stale = (await rival.readLock(KEY))?.version as string
    const { fs, diary } = windowsLike()
    const late = store(dir, fs)
    await refresh(KEY, alice, rival)
    diary.length = 0
    expect(late.deleteLock(KEY, stale)).toBe(false)
    expect(diary).not.toContain("guarded rename")
    expect(await rival.readLock(KEY)).toMatchObject({ record: { session_id: "alice" } })
  })

  test("one is granted where another came first, made the directory, and Windows says EPERM", async () => {
    const dir = temporaryDirectory()
    const rival = store(dir, windowsLike().fs)
    let visits = 0
    const { fs } = windowsLike(() => {
      if (visits++ > 0) return
      const lease = {
        schema_version: 1,
        session_id: "bob",
        pid: 0,
        acquired_at: machine.wallMs(),
        ttl_ms: 300_000,
      } as const
      expect(rival.writeLock(KEY, lease, null)).toBe(true)
    })
    const result = await acquire(KEY, alice, machine.io(store(dir, fs)))
    expect(result).toMatchObject({ acquired: false, holder: { session_id: "bob" } })
    expect(nodeFs.readdirSync(dir).filter((name) => name.includes(".init-"))).toEqual([])
  })

  test("an empty directory, which Windows would not replace, is removed first", async () => {
    const dir = temporaryDirectory()
    nodeFs.mkdirSync(`${dir}/session-lock-${KEY}.d`, { mode: 0o700 })
    const { fs } = windowsLike()
    const strict: StoreFs = {
      ...fs,
      renameSync(from, to) {
        if (to.endsWith(".d") && nodeFs.readdirSync(dir).includes(`session-lock-${KEY}.d`)) {
          throw Object.assign(new Error("EPERM"), { code: "EPERM" })
        }
        fs.renameSync(from, to)
      },
    }
    expect(await acquire(KEY, alice, machine.io(store(dir, strict)))).toMatchObject({ acquired: true })
  })

  test("a runtime that ignores the flag keeps no locks", async () => {
    const { fs } = windowsLike()
    let fd = 0
    const ignoring = { ...fs, openSync: () => ++fd, closeSync: () => {} }
    await expect(
      acquire(KEY, alice, machine.io(store(temporaryDirectory(), ignoring))),
    ).rejects.toMatchObject({
      code: "UNSUPPORTED",
    })
  })
})
