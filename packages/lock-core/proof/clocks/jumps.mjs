import assert from "node:assert/strict"
import { sleep } from "../lib/time.mjs"
import { need, TTL_MS } from "./stand.mjs"

const JUMPS = { "+10 min": 600_000, "-10 min": -600_000, "+3 d": 3 * 86_400_000 }

/**
 * A rival whose wall clock is elsewhere meets a fresh lease and must be refused, and gets in when the lease is over, no
 * sooner and no later, under a higher token.
 */
async function jump(stand, jumpMs, rivalOptions) {
  const { lock } = await stand.holder().acquire()
  const early = stand.rival("early", rivalOptions)
  assert.equal(early.acquired, false, "the rival got in beside a fresh lease")
  const lead = Math.abs(early.now - Date.now() - jumpMs)
  assert.ok(lead < 60_000, "the rival's clock did not jump")
  // The control: by its wall clock alone the same lease would have been taken for over (or for good, if set back).
  if (jumpMs > 0) assert.equal(early.byWall, "expired", "the control was not caught")
  await sleep(TTL_MS + 50)
  const late = stand.rival("late", rivalOptions)
  assert.equal(late.acquired, true, "the rival did not get in after the lease")
  assert.ok(late.token > lock.token, "the token went back")
}

export const jumpChecks = Object.fromEntries(
  Object.entries(JUMPS).flatMap(([label, jumpMs]) => [
    [`the rival's wall clock ${label} (its own)`, (stand) => jump(stand, jumpMs, { jumpMs })],
    [
      `the rival's wall clock ${label} (faketime)`,
      (stand) => {
        need("faketime", "--version")
        const through = [
          "faketime",
          "--exclude-monotonic",
          "-f",
          `${jumpMs > 0 ? "+" : "-"}${Math.abs(jumpMs) / 1000}s`,
        ]
        return jump(stand, jumpMs, { through })
      },
    ],
  ]),
)
