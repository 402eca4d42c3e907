import type fs from "node:fs"
import { describe, expect, it } from "vitest"
import { writeStdout } from "../src/index.ts"

/** A descriptor that takes so many bytes at a time, or throws. When the steps are over it takes all. */
function script(steps: (number | string)[]) {
  let clock = 0
  let written = ""
  const writeSync = ((_fd: number, bytes: Buffer) => {
    const step = steps.shift() ?? bytes.length
    if (typeof step === "string") throw Object.assign(new Error(step), { code: step })
    written += bytes.subarray(0, step).toString("latin1")
    return Math.min(step, bytes.length)
  }) as unknown as typeof fs.writeSync
  const sleep = (ms: number) => {
    clock += ms
  }
  const options = { fs: { writeSync }, now: () => clock, sleep }
  return { options, slept: () => clock, written: () => Buffer.from(written, "latin1").toString("utf8") }
}

describe("writeStdout", () => {
  it.each<[string, (number | string)[], string]>([
    ["at once", [], "wörld"],
    ["in parts", [1, 1, 1], "wörld"],
    ["with a reader that is slow", ["EAGAIN", 1, "EAGAIN", "EAGAIN", 2], "wörld"],
    ["to a reader that has gone", [2, "EPIPE"], "w\uFFFD"],
  ])("writes %s", (_, steps, expected) => {
    const { options, written } = script(steps)
    writeStdout(1, "wörld", options)
    expect(written()).toBe(expected)
  })

  it("throws what else goes wrong", () => {
    expect(() => writeStdout(1, "x", script(["EIO"]).options)).toThrow("EIO")
  })

  it("gives up on a reader that takes nothing until the deadline", () => {
    const { options, slept } = script([1, ...Array(5000).fill("EAGAIN")])
    expect(() => writeStdout(1, "xyz", { ...options, deadlineMs: 100 })).toThrow("EAGAIN")
    expect(slept()).toBe(100)
  })
})
