import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { sanitize } from "../src/index.ts"

describe("sanitize", () => {
  it.each<[string, string, number, string]>([
    ["plain text", "Grüße, 世界", 100, "Grüße, 世界"],
    ["newlines and tabs", "a\n\tb", 100, "a\n\tb"],
    ["a terminal escape", "\x1b[31mred\x1b[0m", 100, "[31mred[0m"],
    ["carriage return, bell, backspace, NUL", "a\r\x07\b\0b", 100, "ab"],
    ["DEL and C1", "a\x7f\x9bb", 100, "ab"],
    ["direction overrides", "a\u202Eb\u2066c\u2069", 100, "abc"],
    ["zero width and byte order mark", "a\u200Bb\u200F\uFEFFc", 100, "abc"],
    ["invisible tags", "a\u{E0041}\u{E007F}b", 100, "ab"],
    ["lone surrogates", "a\uD83Db\uDE00c", 100, "abc"],
    ["surrogates that removal would join", "\uD83D\u200B\uDE00", 100, ""],
    ["a pair", "😀", 100, "😀"],
    ["exactly max", "abcd", 4, "abcd"],
    ["more than max", "abcde", 4, "abc…"],
    ["a cut inside a pair", "ab😀cd", 4, "ab…"],
    ["no room", "abc", 0, ""],
    ["room for the mark only", "abc", 1, "…"],
  ])("handles %s", (_, text, max, expected) => {
    expect(sanitize(text, max)).toBe(expected)
  })

  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  )

  it("is bounded, idempotent, well formed, and leaves nothing unseen", () => {
    fc.assert(
      fc.property(text, fc.nat(40), (given, max) => {
        const once = sanitize(given, max)
        expect(once.length).toBeLessThanOrEqual(max)
        expect(sanitize(once, max)).toBe(once)
        expect(once).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/)
        expect(once).not.toMatch(/\p{Cs}/u)
      }),
      { numRuns: 1000 },
    )
  })
})
