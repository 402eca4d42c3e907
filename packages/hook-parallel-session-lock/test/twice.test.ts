// The hook may be registered twice: by the installer and as a plugin. The client then runs both at once for every event.
import type { HookRun } from "@router-gate/hook-runtime/testing"
import { afterAll, expect, test } from "vitest"
import { heldBy, silent, World } from "./session.ts"

const world = new World()
afterAll(() => world.end())

const twice = (run: () => Promise<HookRun>): Promise<HookRun[]> => Promise.all([run(), run()])
const both = (expected: object): object[] => [expected, expected].map((one) => expect.objectContaining(one))

test("registered twice, the hook is in nobody's way but the other session's", async () => {
  const [a, b] = [world.agent(), world.agent()]
  for (let round = 0; round < 5; round++) {
    // Both of A's race for a workspace that is free, and neither may take the other for a stranger.
    expect(await twice(() => a.writes("a.txt"))).toEqual(both(silent))
    expect(await twice(() => a.finished("a.txt"))).toEqual(both(silent))
    expect(await twice(() => a.runs("make", { timeout: 600_000 }))).toEqual(both(silent))
    const denials = await twice(() => b.writes("b.txt"))
    for (const { decision, reason } of denials) {
      expect(decision).toBe("deny")
      expect(reason?.startsWith(heldBy(a))).toBe(true)
    }
    expect(await twice(() => a.stops())).toEqual(both(silent))
    expect(await twice(() => b.writes("b.txt"))).toEqual(both(silent))
    // A Stop that comes late gives back nothing of B's.
    expect(await a.stops()).toMatchObject(silent)
    expect((await a.writes("a.txt")).blocks).toBe(true)
    expect(await twice(() => b.stops())).toEqual(both(silent))
  }
  expect(world.log().filter(({ event, what }) => what !== "denied" && event !== "denied")).toEqual([])
})
