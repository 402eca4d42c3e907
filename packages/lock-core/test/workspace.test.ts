import { createHash } from "node:crypto"
import { resolve } from "node:path"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { computeWorkspaceHash, sessionLabel } from "../src/workspace.ts"

const md5 = (path: string): string =>
  createHash("md5").update(resolve(path), "utf8").digest("hex").slice(0, 12)

describe("a workspace's hash", () => {
  test.each([
    ["/home/dev/project", "/home/dev/project"],
    ["/home/dev/project/", "/home/dev/project"],
    ["/home/dev/./other/../project", "/home/dev/project"],
    ["", process.cwd()],
    [".", process.cwd()],
    ["src", `${process.cwd()}/src`],
  ])("%j is hashed as %j", (path, resolved) => {
    expect(computeWorkspaceHash(path)).toBe(computeWorkspaceHash(resolved))
    expect(computeWorkspaceHash(path)).toBe(md5(resolved))
  })

  test("is one fixed name for a fixed path", () =>
    expect(computeWorkspaceHash("/home/dev/project")).toMatchInlineSnapshot(`"386a62c9e05f"`))

  test("is the first 12 digits of the resolved path's MD5, for any path at all", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (path) => computeWorkspaceHash(path) === md5(path)))
    fc.assert(
      fc.property(fc.webPath(), fc.string({ unit: "grapheme" }), (path, name) => {
        expect(computeWorkspaceHash(`${path}/${name}`)).toBe(md5(`${path}/${name}`))
      }),
    )
  })
})

describe("a session's label", () => {
  test.each([
    ["alice", "alice"],
    ["4f1c2d3e-aaaa-4bbb-8ccc-0123456789ab", "4f1c2d3e-aaaa-4bbb-8ccc-0123456789ab"],
    ["a".repeat(40), "a".repeat(40)],
  ])("%s stands for itself", (id, label) => expect(sessionLabel(id)).toBe(label))

  test.each(["", "Alice", "a.b", "../a", "a b", "é", "👩‍💻", "a".repeat(41), "a\n", "\ud800"])(
    "%j is hashed",
    (id) => expect(sessionLabel(id)).toMatch(/^x[0-9a-f]{24}$/),
  )

  test("is fit for a file name, and labelling it again changes nothing", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (id) => {
        expect(sessionLabel(id)).toMatch(/^[a-z0-9_-]{1,40}$/)
        expect(sessionLabel(sessionLabel(id))).toBe(sessionLabel(id))
      }),
    ))

  test("tells sessions apart", () =>
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (a, b) => {
        fc.pre(a !== b)
        expect(sessionLabel(a)).not.toBe(sessionLabel(b))
      }),
    ))
})
