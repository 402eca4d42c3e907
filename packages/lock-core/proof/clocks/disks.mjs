import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { sleep } from "../lib/time.mjs"
import { KEY, makeStand, need, Skipped, TTL_MS } from "./stand.mjs"

const HAMMER = fileURLToPath(new URL("../hammer.mjs", import.meta.url))

/** Mounts a file system for as long as `body` runs. */
async function mounted(kind, body) {
  const root = mkdtempSync(join(tmpdir(), "lock-disk-"))
  const at = join(root, "at")
  mkdirSync(at)
  try {
    need("mount", ...MOUNTS[kind](root), at)
    try {
      return await body(at)
    } finally {
      spawnSync("umount", [at])
    }
  } finally {
    rmdirSync(at) // no more than that: were it still mounted, it must not be emptied
    rmSync(root, { recursive: true, force: true })
  }
}

const MOUNTS = {
  tmpfs: () => ["-t", "tmpfs", "-o", "size=1m,nr_inodes=400", "tmpfs"],
  "big tmpfs": () => ["-t", "tmpfs", "tmpfs"],
  ext4: (root) => image(root, "mkfs.ext4", ["-q", "-F"]),
  xfs: (root) => image(root, "mkfs.xfs", ["-q"], 400),
  btrfs: (root) => image(root, "mkfs.btrfs", ["-q"], 200),
  overlay(root) {
    for (const name of ["lower", "upper", "work"]) mkdirSync(join(root, name))
    return [
      "-t",
      "overlay",
      "-o",
      `lowerdir=${root}/lower,upperdir=${root}/upper,workdir=${root}/work`,
      "overlay",
    ]
  },
}

function image(root, mkfs, args, megabytes = 32) {
  const path = join(root, "image")
  need("truncate", "-s", `${megabytes}M`, path)
  need(mkfs, ...args, path)
  return ["-o", "loop", path]
}

function fill(at) {
  const path = join(at, "filler")
  const fd = openSync(path, "w")
  for (const size of [1 << 16, 1 << 10, 1]) {
    try {
      for (;;) writeSync(fd, Buffer.alloc(size))
    } catch (error) {
      assert.equal(error.code, "ENOSPC")
    }
  }
  closeSync(fd)
  const more = []
  try {
    for (let count = 0; ; count++) {
      writeFileSync(join(at, `filler${count}`), "x")
      more.push(join(at, `filler${count}`))
    }
  } catch (error) {
    assert.equal(error.code, "ENOSPC")
  }
  return () => [path, ...more].forEach((one) => void unlinkSync(one))
}

/** A lock that exists keeps working, or says that it cannot; one that does not exist cannot come to be. */
async function fullDisk(kind, context) {
  await mounted(kind, async (at) => {
    const stand = await makeStand(context, { inDir: at })
    try {
      const holder = stand.holder()
      const { lock } = await holder.acquire()
      const empty = fill(at)
      const { core, io } = stand
      const outcomes = { done: 0, refused: 0 }
      for (let count = 0; count < 500; count++) {
        const renewed = await core.refresh(KEY, { ...holder.claim, token: lock.token }, io).catch(storeError)
        outcomes[renewed ? "done" : "refused"]++
      }
      assert.equal(stand.rival("rival").acquired, false, "a full disk let a rival in")
      const fresh = await core.acquire("ffffffffffff", holder.claim, io).catch(storeError)
      const released = await holder.release().catch(storeError)
      empty()
      if (!released) await sleep(TTL_MS + 50)
      const attempts = [await stand.holder().acquire(), await stand.holder().acquire()]
      const winners = attempts.filter(({ acquired }) => acquired)
      assert.equal(winners.length, 1, `${winners.length} got in when there was space again`)
      context.note(`${outcomes.done} of 500 renewals went through; a new lock ${fresh ? "did" : "did not"}`)
    } finally {
      stand.remove()
    }
  })
}

function storeError(error) {
  assert.equal(error.code, "UNWRITABLE")
  return null
}

/** The hammer on a file system of its own. */
async function hammered(kind, context) {
  await mounted(kind, async (at) => {
    const args = [HAMMER, "--dir", at, "--seconds", `${context.seconds}`, "--dist", context.dist]
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" })
    context.note(/\d+ double grants, \d+ tokens back in \d+ grants/.exec(stdout)?.[0] ?? "")
    assert.equal(status, 0, stdout)
  })
}

export const diskChecks = {
  ...Object.fromEntries(
    ["tmpfs", "ext4", "xfs", "btrfs"].map((kind) => [
      `a full ${kind}`,
      (_stand, context) => fullDisk(kind, context),
    ]),
  ),
  ...Object.fromEntries(
    ["big tmpfs", "ext4", "xfs", "btrfs", "overlay"].map((kind) => [
      `the hammer on ${kind.replace("big ", "")}`,
      (_stand, context) => {
        if (context.quick) throw new Skipped("not in a quick run")
        return hammered(kind, context)
      },
    ]),
  ),
}
