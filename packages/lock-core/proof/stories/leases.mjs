import assert from "node:assert/strict"
import { TTL_MS } from "./stage.mjs"

const refused = async (attempt) => assert.equal((await attempt).acquired, false)
const granted = async (attempt) => {
  const result = await attempt
  assert.equal(result.acquired, true)
  return result.lock
}

/** How long a lease binds, and whom. */
export const leaseStories = {
  "a lease binds for its whole length, although the clocks are rounded down": async (stage) => {
    await granted(stage.session("a").acquire())
    stage.realMs += TTL_MS - 0.6
    await refused(stage.session("b").acquire())
    stage.realMs += 2
    await granted(stage.session("b").acquire())
  },
  "and so it does where only the wall clock can be compared, with 5 s on top": async (stage) => {
    await granted(stage.session("a", { boot: "b0070001" }).acquire())
    stage.liveness.set(1097, "unknown")
    stage.realMs += TTL_MS + 5000 - 0.6
    await refused(stage.session("b", { boot: "b0070002" }).acquire())
    stage.realMs += 2
    await granted(stage.session("b", { boot: "b0070002" }).acquire())
  },
  "another boot's monotonic clock says nothing about this one's": async (stage) => {
    await granted(stage.session("a", { boot: "b0070001" }).acquire())
    stage.liveness.set(1097, "unknown")
    stage.realMs += 1e9
    stage.wallOffsetMs -= 1e9 // the machine was started anew: its clock of the boot is another's
    await refused(stage.session("b", { boot: "b0070002" }).acquire())
  },
  "a short renewal does not shorten a long lease": async (stage) => {
    const holder = stage.session("a")
    await granted(holder.acquire({ ttlMs: 10 * TTL_MS }))
    await granted(holder.acquire())
    stage.realMs += 2 * TTL_MS
    await refused(stage.session("b").acquire())
  },
  "a call of unknown length keeps an expired lease of the living, up to the cap": async (stage) => {
    await granted(stage.session("a").acquire({ unboundedCall: "begins" }))
    stage.realMs += 2 * TTL_MS
    await refused(stage.session("b").acquire())
    stage.liveness.set(1097, "unknown")
    const inDoubt = await stage.session("b").io.readLock("0123456789ab")
    assert.equal(stage.core.staleness(inDoubt.record, stage.session("b").io.now(), "unknown"), "expired")
    stage.liveness.delete(1097)
    stage.realMs += stage.core.IN_FLIGHT_CAP_MS
    await granted(stage.session("b").acquire())
  },
  "a wall clock that jumps does not end a lease of this boot, nor prolong it": async (stage) => {
    for (const jumpMs of [600_000, -600_000, 3 * 86_400_000]) {
      const lock = await granted(stage.session("a").acquire())
      stage.wallOffsetMs += jumpMs
      await refused(stage.session("b").acquire())
      stage.realMs += TTL_MS + 1
      const next = await granted(stage.session("b").acquire())
      assert.ok(next.token > lock.token, "the token went back with the clock")
      await stage.session("b").release(next.token)
    }
  },
  "a late refresh or release under an older token has no effect": async (stage) => {
    const late = stage.session("a")
    const first = await granted(late.acquire())
    await late.release(first.token)
    const second = await granted(stage.session("a").acquire())
    assert.ok(second.token > first.token)
    assert.equal((await late.refresh(first.token)).refreshed, false)
    assert.equal((await late.release(first.token)).released, false)
    await refused(stage.session("b").acquire())
  },
  "nobody refreshes or releases another's lease, or takes one by refreshing": async (stage) => {
    const { token } = await granted(stage.session("a").acquire())
    assert.equal((await stage.session("b").refresh(token)).refreshed, false)
    assert.equal((await stage.session("b").release(token)).released, false)
    await stage.session("a").release(token)
    assert.equal((await stage.session("a").refresh(token)).refreshed, false)
    await granted(stage.session("b").acquire())
  },
  "twins, one session id open in two living processes, keep each other out": async (stage) => {
    await granted(stage.session("a", { sessionId: "same" }).acquire())
    const twin = stage.session("b", { sessionId: "same" })
    await refused(twin.acquire())
    assert.equal((await twin.release()).released, false)
    stage.liveness.set(1097, "dead")
    await granted(twin.acquire())
  },
  "a pid used again is another holder": async (stage) => {
    await granted(stage.session("a", { pid: 4000, start: "then" }).acquire())
    await refused(stage.session("b", { pid: 4000, start: "now" }).acquire())
  },
  "a takeover has a higher token than the lease it ended": async (stage) => {
    const first = await granted(stage.session("a").acquire())
    stage.liveness.set(1097, "dead")
    const second = await granted(stage.session("b").acquire())
    assert.ok(second.token > first.token)
    assert.equal((await stage.session("a").refresh(first.token)).refreshed, false)
  },
}
