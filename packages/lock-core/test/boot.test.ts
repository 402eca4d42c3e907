import { describe, expect, test } from "vitest"
import { type BootProbes, bootClockId, isSameBoot, nameBoot } from "../src/boot.ts"

const probes = (change: Partial<BootProbes>): BootProbes => ({
  platform: "linux",
  readBootId: () => "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9\n",
  wallMs: () => 1_700_000_000_000,
  uptimeSeconds: () => 1_000,
  hostname: () => "desk",
  ...change,
})
const fails: () => never = () => {
  throw Object.assign(new Error("no /proc"), { code: "ENOENT" })
}
const started = (
  wallSeconds: number,
  uptime: number,
  hostname = "desk",
  platform: NodeJS.Platform = "darwin",
) =>
  nameBoot(
    probes({
      platform,
      wallMs: () => wallSeconds * 1000,
      uptimeSeconds: () => uptime,
      hostname: () => hostname,
    }),
  )

describe("a boot's name", () => {
  test.each<[string, Partial<BootProbes>, string | RegExp | null]>([
    ["linux: eight digits of the boot id", {}, "0a1b2c3d"],
    ["linux without /proc: none", { readBootId: fails }, null],
    ["linux with another thing there: none", { readBootId: () => "what?" }, null],
    ["linux with an empty file there: none", { readBootId: () => "" }, null],
    ["darwin: the second it started, and the host", { platform: "darwin" }, /^t[0-9a-z]+h[0-9a-z]+$/],
    ["win32: the same", { platform: "win32" }, /^t[0-9a-z]+h[0-9a-z]+$/],
  ])("%s", (_, change, expected) => {
    const name = nameBoot(probes(change))
    if (expected instanceof RegExp) expect(name).toMatch(expected)
    else expect(name).toBe(expected)
  })

  test("fits a lease's file name, whatever the host is called", () => {
    for (const hostname of ["", "desk", "Ünïcode-👩‍💻", "x".repeat(300)])
      expect(started(1_700_000_000, 5, hostname)).toMatch(/^[0-9a-z]{1,16}$/)
  })

  test("is not asked for what the platform does not need", () => {
    expect(nameBoot(probes({ uptimeSeconds: fails, hostname: fails }))).toBe("0a1b2c3d")
    expect(started(1_700_000_000, 5, "desk", "win32")).toBe(
      nameBoot(
        probes({
          platform: "win32",
          readBootId: fails,
          wallMs: () => 1_700_000_000_000,
          uptimeSeconds: () => 5,
        }),
      ),
    )
  })

  test.runIf(process.platform === "linux")("is read once on this machine", () => {
    expect(bootClockId()).toMatch(/^[0-9a-f]{8}$/)
    expect(bootClockId()).toBe(bootClockId())
  })
})

describe("the same boot", () => {
  const now = started(1_700_000_000, 1_000)
  test.each([
    ["a boot id and itself", "0a1b2c3d", "0a1b2c3d", true],
    ["two boot ids", "0a1b2c3d", "0a1b2c3e", false],
    ["a start and itself, an hour later", now, started(1_700_003_600, 4_600), true],
    ["a start read 3 s off", now, started(1_700_000_003, 1_000), true],
    ["a start read 3 s off, the other way", now, started(1_699_999_997, 1_000), true],
    ["a start read 4 s off", now, started(1_700_000_004, 1_000), false],
    ["another host that started at that second", now, started(1_700_000_000, 1_000, "lamp"), false],
    ["a start and a boot id", now, "0a1b2c3d", false],
    ["unknown and known", null, "0a1b2c3d", false],
    ["known and unknown", "0a1b2c3d", undefined, false],
    ["unknown and unknown", null, null, false],
    ["absent and absent", undefined, undefined, false],
    ["nothing and nothing", "", "", false],
  ])("%s", (_, one, other, same) => {
    expect(isSameBoot(one, other)).toBe(same)
    expect(isSameBoot(other, one)).toBe(same)
  })
})
