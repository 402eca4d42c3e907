import { createHash } from "node:crypto"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { md5 } from "../src/md5.ts"

const byNode = (text: string): string => createHash("md5").update(text, "utf8").digest("hex")

describe("an MD5", () => {
  // The test suite of RFC 1321, appendix A.5.
  test.each([
    ["", "d41d8cd98f00b204e9800998ecf8427e"],
    ["a", "0cc175b9c0f1b6a831c399e269772661"],
    ["abc", "900150983cd24fb0d6963f7d28e17f72"],
    ["message digest", "f96b697d7cb7938d525a2f31aaf161d0"],
    ["abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"],
    ["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f"],
    [
      "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
      "57edf4a22be3c955ac49da2e2107b67a",
    ],
  ])("of %j is %s", (text, digest) => expect(md5(text)).toBe(digest))

  test("of every length up to a few blocks is Node's", () => {
    for (let length = 0; length <= 300; length++) {
      const text = "é".repeat(length >> 3) + "x".repeat(length - (length >> 3))
      expect(md5(text)).toBe(byNode(text))
    }
  })

  test("of any text at all is Node's, lone surrogates included", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 500 }), (text) => md5(text) === byNode(text)),
    ))
})
