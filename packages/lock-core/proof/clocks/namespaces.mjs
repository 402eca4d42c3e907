import assert from "node:assert/strict"
import { sleep } from "../lib/time.mjs"
import { need, TTL_MS } from "./stand.mjs"

const OTHER = ["unshare", "-p", "-f", "--mount-proc"]

export const namespaceChecks = {
  "a dead holder of the same pid namespace is not waited for": async (stand) => {
    const holder = stand.holder()
    await holder.acquire()
    assert.equal(stand.rival("early").acquired, false)
    await holder.kill()
    assert.deepEqual(pick(stand.rival("late")), { acquired: true, because: "dead" })
  },
  "a dead holder of another pid namespace is waited for: it cannot be told from a living one": async (
    stand,
  ) => {
    need(...OTHER, "true")
    const holder = stand.holder()
    await holder.acquire()
    await holder.kill()
    assert.equal(stand.rival("early", { through: OTHER }).acquired, false)
    await sleep(TTL_MS + 50)
    assert.deepEqual(pick(stand.rival("late", { through: OTHER })), { acquired: true, because: "expired" })
  },
  "a living holder of another pid namespace is not taken for dead": async (stand) => {
    need(...OTHER, "true")
    // Inside, the holder has a pid that is nobody's, or anybody's, out here. Its process ends right after.
    assert.equal(stand.rival("inside", { through: OTHER }).acquired, true)
    assert.equal(stand.rival("outside").acquired, false)
    await sleep(TTL_MS + 50)
    assert.deepEqual(pick(stand.rival("outside later")), { acquired: true, because: "expired" })
  },
}

function pick({ acquired, because }) {
  return { acquired, because }
}
