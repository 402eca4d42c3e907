import { rmSync } from "node:fs"
import { describe, expect, it } from "vitest"
import type { StatusResult } from "../src/commands/status.ts"
import { isSame } from "../src/commands/watch-status.ts"
import { fitFrame } from "../src/screen/fit-frame.ts"
import { textWidth } from "../src/screen/text-width.ts"
import { run } from "./fake-process.ts"
import { hold, STRANGER, workTree } from "./leases.ts"
import { home, hook } from "./sandbox.ts"

describe("the width of a line on a terminal", () => {
  it.each([
    ["", 0],
    ["status", 6],
    ["\u001b[32mActive\u001b[39m", 6],
    ["naïve", 5],
    ["nai\u0308ve", 5],
    ["日本 ok", 7],
    ["✅ done", 7],
    ["…", 1],
  ])("%j takes %i columns", (line, width) => {
    expect(textWidth(line)).toBe(width)
  })
})

describe("what fits on a terminal", () => {
  it.each([
    ["all of it", "a\nb\nc\n", { columns: 10, rows: 3 }, ["a", "b", "c"]],
    ["no empty line at the end", "a\n\n\n", { columns: 10, rows: 1 }, ["a"]],
    ["less", "a\nb\nc\nd\n", { columns: 10, rows: 3 }, ["a", "b", "… and 2 more lines"]],
    ["all but one", "a\nbbbbbbbbbbb\n", { columns: 10, rows: 2 }, ["a", "… and 1 more line"]],
    [
      "a long line, broken by the terminal",
      "aaaaaaaaaaa\nb\n",
      { columns: 10, rows: 3 },
      ["aaaaaaaaaaa", "b"],
    ],
    [
      "wide characters",
      "日本日本日本\nb\nc",
      { columns: 10, rows: 3 },
      ["日本日本日本", "… and 2 more lines"],
    ],
    [
      "colours, which take no room",
      "\u001b[1maaaaaaaaaa\u001b[22m\nb",
      { columns: 10, rows: 2 },
      ["\u001b[1maaaaaaaaaa\u001b[22m", "b"],
    ],
    ["nothing but how much there is", "aaaaaaaaaaa\nb\n", { columns: 10, rows: 1 }, ["… and 2 more lines"]],
  ])("%s", (_name, text, size, expected) => {
    expect(fitFrame(text, size)).toEqual(expected)
  })
})

describe("whether two looks saw the same", () => {
  const look = (...leases: { tool?: string; binds_until: number }[]) =>
    ({ active: true, leases }) as unknown as StatusResult
  it.each([
    [true, look(), look()],
    [true, look({ binds_until: 10_000 }), look({ binds_until: 10_999 })],
    [false, look({ binds_until: 10_000 }), look({ binds_until: 11_000 })],
    [false, look({ binds_until: 10_000 }), look({ binds_until: 9_000 })],
    [false, look({ binds_until: 1 }), look()],
    [false, look(), look({ binds_until: 1 })],
    [false, look({ tool: "Bash", binds_until: 1 }), look({ tool: "Write", binds_until: 1 })],
    [false, look(), { ...look(), active: false }],
  ])("%s: %j, %j", (same, one, other) => {
    expect(isSame(one, other)).toBe(same)
  })
})

/** Watches from the start until `act`, which hears of each frame, says that it is enough. */
async function watch(args: string[], act: (frame: number) => Promise<"enough" | undefined>, isTTY = false) {
  const interruption = new AbortController()
  const frames: string[] = []
  let acted = Promise.resolve()
  const ran = await run(["status", "--watch", ...args], {
    home,
    cwd: workTree(),
    hooks: [hook],
    isTTY,
    env: { NO_COLOR: "1" },
    interrupt: interruption.signal,
    hear(text) {
      const frame = frames.push(text)
      acted = acted.then(async () => {
        if ((await act(frame)) === "enough") interruption.abort()
      })
    },
  })
  await acted
  return { ...ran, frames }
}

describe("status --watch", () => {
  it("prints a frame per change where there is no terminal", async () => {
    let lease: { release(): Promise<unknown> }
    const { frames, exitCode, stderr } = await watch([], async (frame) => {
      if (frame === 1) lease = await hold(workTree(), "one", { pid: STRANGER })
      if (frame === 2) await lease.release()
      return frame === 3 ? "enough" : undefined
    })
    expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: "" })
    expect(frames.map((text) => /session one, pid/.test(text))).toEqual([false, true, false])
    for (const text of frames) expect(text).toMatch(/^\n?\S+Z {2}Not active: .*\n\nLeases\n/)
    expect(frames.join("")).not.toContain("\u001b")
  })

  it("--json prints a line per change", async () => {
    const { frames, exitCode } = await watch(["--json"], async (frame) => {
      if (frame === 1) await hold(workTree(), "one", { pid: STRANGER })
      return frame === 2 ? "enough" : undefined
    })
    expect(exitCode).toBe(130)
    expect(frames.map((line) => line.split("\n").length)).toEqual([2, 2])
    const [before, after] = frames.map((line) => JSON.parse(line))
    expect(before).toMatchObject({ command: "status", at: expect.any(Number), leases: [] })
    expect(after.leases).toMatchObject([{ session_id: "one", pid: STRANGER }])
  })

  it("draws in place on a terminal, and gives it back", async () => {
    const { stdout, frames } = await watch([], async (frame) => (frame === 3 ? "enough" : undefined), true)
    expect(frames[0]).toBe("\u001b[?1049h\u001b[?25l")
    for (const frame of frames.slice(1, 3)) {
      expect(frame.startsWith("\u001b[H")).toBe(true)
      expect(frame.endsWith("\u001b[J")).toBe(true)
      expect(frame).not.toMatch(/[^\r]\n/)
    }
    expect(stdout.endsWith("\u001b[?25h\u001b[?1049l")).toBe(true)
  })

  it("gives the terminal back also when it fails", async () => {
    const { stdout, exitCode, stderr } = await watch(
      [],
      async () => {
        rmSync(hook.files[0]?.path ?? "", { force: true })
        return undefined
      },
      true,
    )
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/ENOENT/)
    expect(stdout.endsWith("\u001b[?25h\u001b[?1049l")).toBe(true)
  })
})
