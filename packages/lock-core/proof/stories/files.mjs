import assert from "node:assert/strict"
import fs from "node:fs"
import { withExclusiveOpen } from "../crash/faulty-fs.mjs"
import { KEY } from "./stage.mjs"

const acquired = async (attempt) => (await attempt).acquired

/** A rename as Windows does it: the source is found by its name, and renamed whatever it is called by then. */
function renamesByHandle(under, between) {
  let armed = true
  return {
    ...under,
    renameSync(from, to) {
      const handle = fs.statSync(from).ino
      if (armed) {
        armed = false
        between()
      }
      const dir = from.slice(0, from.lastIndexOf("/"))
      const present = fs.readdirSync(dir).find((name) => fs.statSync(`${dir}/${name}`).ino === handle)
      fs.renameSync(`${dir}/${present}`, to)
    },
  }
}

/** What is between two file-system calls, and what the file system may be like. */
export const fileStories = {
  "where renames go by handle, the guard lets one of two in": async (stage) => {
    const first = await stage.session("z").acquire()
    await stage.session("z").release(first.lock.token)
    const held = new Map()
    const under = (owner) => withExclusiveOpen(held, owner)
    const rival = stage.session("b", { platform: "win32", storeFs: under("b") })
    let rivalGotIn = false
    const between = () => {
      try {
        rivalGotIn = rival.acquireNow()
      } catch (error) {
        assert.equal(error.code, "CONTENDED") // it waited outside the guard for as long as it does
      }
    }
    const victim = stage.session("a", { platform: "win32", storeFs: renamesByHandle(under("a"), between) })
    assert.equal(await acquired(victim.acquire()), true)
    assert.equal(rivalGotIn, false)
  },
  "inside the guard the state is looked at again": async (stage) => {
    const first = await stage.session("z").acquire()
    await stage.session("z").release(first.lock.token)
    const held = new Map()
    const open = withExclusiveOpen(held, "a")
    const rival = stage.session("b", { platform: "win32", storeFs: withExclusiveOpen(held, "b") })
    let rivalGotIn = false
    const storeFs = {
      ...renamesByHandle(open, () => {}),
      openSync(path, flags, mode) {
        if (held.size === 0 && !rivalGotIn) rivalGotIn = rival.acquireNow()
        return open.openSync(path, flags, mode)
      },
      // As if the name that was read could still be found: another's handle keeps it for a while.
      renameSync: (_from, to) => fs.renameSync(`${dirOf(stage)}/${fs.readdirSync(dirOf(stage))[0]}`, to),
    }
    assert.equal(await acquired(stage.session("a", { platform: "win32", storeFs }).acquire()), false)
    assert.equal(rivalGotIn, true)
  },
  "a runtime that ignores the exclusive open is refused": async (stage) => {
    const O_EXLOCK = 0x10000000
    const storeFs = { ...fs, openSync: (path, _flags, mode) => fs.openSync(path, "a+", mode) }
    assert.ok(O_EXLOCK)
    const session = stage.session("a", { platform: "win32", storeFs })
    await assert.rejects(session.acquire(), { code: "UNSUPPORTED" })
  },
  "a file system whose server renames by handle is refused": async (stage) => {
    fs.mkdirSync(stage.dir, { recursive: true })
    const storeFs = { ...fs, statfsSync: () => ({ type: 0xff534d42 }) }
    await assert.rejects(stage.session("a", { storeFs }).acquire(), { code: "UNSUPPORTED" })
  },
  "a sibling's release between the look and the grant is noticed": async (stage) => {
    const sibling = stage.session("a")
    await sibling.acquire()
    let isFirst = true
    const onNow = () => {
      if (!isFirst) return
      isFirst = false
      sibling.releaseNow()
      assert.equal(stage.session("b").acquireNow(), true)
    }
    assert.equal(await acquired(stage.session("a", { onNow }).acquire()), false)
  },
  "of two states the higher one counts, and none of them is not the same as free": async (stage) => {
    const first = await stage.session("a").acquire()
    const [older] = fs.readdirSync(dirOf(stage))
    await stage.session("a").release(first.lock.token)
    assert.equal(await acquired(stage.session("b").acquire()), true)
    fs.writeFileSync(`${dirOf(stage)}/${older}`, "") // from a backup
    stage.liveness.set(1097, "dead")
    assert.equal(await acquired(stage.session("c").acquire()), false)
    for (const name of fs.readdirSync(dirOf(stage))) fs.unlinkSync(`${dirOf(stage)}/${name}`)
    fs.writeFileSync(`${dirOf(stage)}/rubbish`, "")
    await assert.rejects(stage.session("c").acquire(), { code: "CORRUPT" })
  },
}

function dirOf(stage) {
  return `${stage.dir}/session-lock-${KEY}.d`
}
