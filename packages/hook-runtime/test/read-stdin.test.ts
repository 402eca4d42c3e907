import fs from "node:fs"
import { describe, expect, it } from "vitest"
import { type ReadStdinOptions, readStdin } from "../src/index.ts"

type Step = string | Buffer | { errno: string } | "EOF"

/** A file descriptor that plays the steps, then ends; and a clock that moves only while somebody sleeps. */
function script(steps: Step[], more: ReadStdinOptions & { device?: boolean; closed?: boolean } = {}) {
  let clock = 0
  let reads = 0
  const left = [...steps]
  const options: ReadStdinOptions = {
    fs: {
      fstatSync: (() => {
        if (more.closed) throw Object.assign(new Error("bad fd"), { code: "EBADF" })
        return { isCharacterDevice: () => more.device ?? false }
      }) as unknown as typeof fs.fstatSync,
      readSync: ((_fd: number, into: Buffer) => {
        reads += 1
        const step = left.shift()
        if (step === undefined) return 0
        if (typeof step === "object" && "errno" in step)
          throw Object.assign(new Error(), { code: step.errno })
        return Buffer.from(step as string).copy(into)
      }) as unknown as typeof fs.readSync,
    },
    sleep: (ms) => {
      clock += ms
    },
    now: () => clock,
    ...more,
  }
  return { options, slept: () => clock, reads: () => reads, left }
}

const again: Step = { errno: "EAGAIN" }
const chunk = "x".repeat(64 * 1024)

describe("readStdin", () => {
  it.each<[string, Step[], string]>([
    ["nothing", [], ""],
    ["one chunk", ["abc"], "abc"],
    ["many chunks", ["a", "b", "c"], "abc"],
    ["a character cut in two", [Buffer.from([0xc3]), Buffer.from([0xa9])], "é"],
    ["late chunks", [again, "a", again, again, "b", again], "ab"],
    ["the error that is the end on Windows", ["a", { errno: "EOF" }, "never"], "a"],
  ])("reads %s", (_, steps, expected) => {
    expect(readStdin(0, script(steps).options)).toBe(expected)
  })

  it.each<
    [string, Step[], ReadStdinOptions & { device?: boolean; closed?: boolean }, string, string | undefined]
  >([
    ["a closed descriptor", [], { closed: true }, "STDIN_UNREADABLE", undefined],
    ["a terminal", [], { device: true, isTerminal: () => true }, "STDIN_UNREADABLE", undefined],
    ["an error while reading", ["ab", { errno: "EIO" }], {}, "STDIN_UNREADABLE", "ab"],
    ["silence past the deadline", ["ab", ...Array(500).fill(again)], {}, "STDIN_TIMED_OUT", "ab"],
    ["a byte too many", ["abcde"], { maxBytes: 4 }, "STDIN_TOO_LARGE", "abcde"],
    [
      "silence while draining",
      [chunk, "b", ...Array(500).fill(again)],
      { maxBytes: 9 },
      "STDIN_TOO_LARGE",
      chunk,
    ],
  ])("refuses %s", (_, steps, more, code, head) => {
    expect(() => readStdin(0, script(steps, more).options)).toThrow(expect.objectContaining({ code, head }))
  })

  it("takes exactly maxBytes", () => {
    expect(readStdin(0, script(["abcd"], { maxBytes: 4 }).options)).toBe("abcd")
  })

  it("takes a device that is no terminal, such as /dev/null", () => {
    expect(readStdin(0, script([], { device: true, isTerminal: () => false }).options)).toBe("")
  })

  it("asks nothing about what is known to be a pipe, and still says when it cannot be read", () => {
    const unasked = { closed: true, isTerminal: () => true, isPipe: true }
    expect(readStdin(0, script(["{}"], unasked).options)).toBe("{}")
    expect(() => readStdin(0, script([{ errno: "EBADF" }], unasked).options)).toThrow(
      expect.objectContaining({ code: "STDIN_UNREADABLE" }),
    )
  })

  it("waits for the deadline and not longer", () => {
    const slow = script(Array(5000).fill(again), { deadlineMs: 100 })
    expect(() => readStdin(0, slow.options)).toThrow("within 100 ms")
    expect(slow.slept()).toBe(100)
  })

  it("takes what is there although the deadline has passed, as after a suspend", () => {
    const steps: Step[] = [again, "late"]
    const { options } = script(steps, { deadlineMs: 10 })
    let clock = 0
    const jump = { ...options, now: () => clock, sleep: () => (clock += 60_000) }
    expect(readStdin(0, jump)).toBe("late")
  })

  it("drains what it refuses, so that the writer gets no EPIPE", () => {
    const { options, left } = script(Array(100).fill(chunk), { maxBytes: 1024 })
    expect(() => readStdin(0, options)).toThrow("larger than 1024 bytes")
    expect(left).toHaveLength(0)
  })

  it("drains no more than 64 MiB", () => {
    const endless = script(Array(3000).fill(chunk), { maxBytes: 1024 })
    expect(() => readStdin(0, endless.options)).toThrow("larger than 1024 bytes")
    expect(endless.reads()).toBeLessThan(1100)
  })

  it("reads real descriptors, and knows a closed one", () => {
    const fd = fs.openSync("/dev/null", "r")
    expect(readStdin(fd)).toBe("")
    fs.closeSync(fd)
    expect(() => readStdin(fd)).toThrow(expect.objectContaining({ code: "STDIN_UNREADABLE" }))
  })
})
