import { describe, expect, it } from "vitest"
import { parseDuration } from "../src/duration.ts"

describe("a duration", () => {
  it.each([
    ["90s", 90_000],
    ["30m", 1_800_000],
    ["2h", 7_200_000],
    ["1d", 86_400_000],
    ["1.5h", 5_400_000],
    ["0s", 0],
    [" 5M ", 300_000],
  ])("%j is %i ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each(["", "30", "m", "-5m", "5 m", "5w", "5ms", "1h30m", "1e3s", "Infinity", "9999999s", "½h"])(
    "%j is none",
    (text) => {
      expect(parseDuration(text)).toBeNull()
    },
  )
})
