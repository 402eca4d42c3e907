import { execFileSync } from "node:child_process"
import fs from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { fileJournal } from "../src/index.ts"

let root: string
beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), "journal-"))
})
afterEach(() => fs.rmSync(root, { recursive: true, force: true }))

const at = (name: string) => join(root, name)
const journalIn = (...names: string[]) => fileJournal({ dirs: () => names.map(at), now: () => 0 })
const lines = (path: string) =>
  fs
    .readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line))
const mode = (path: string) => (fs.statSync(path).mode & 0o777).toString(8)

describe("log", () => {
  it("appends a line that only the user can read, and says where", () => {
    const journal = journalIn("state/deep")
    expect(journal.log({ level: "error", code: "X", n: 1, ok: true })).toBe(at("state/deep/log.jsonl"))
    journal.log({ level: "info", message: "second\nline" })
    expect(lines(at("state/deep/log.jsonl"))).toEqual([
      { at: "1970-01-01T00:00:00.000Z", level: "error", code: "X", n: 1, ok: true },
      { at: "1970-01-01T00:00:00.000Z", level: "info", message: "second\nline" },
    ])
    expect([mode(at("state")), mode(at("state/deep")), mode(at("state/deep/log.jsonl"))]).toEqual([
      "700",
      "700",
      "600",
    ])
  })

  it("cleans and cuts strings, and leaves out what is no plain value", () => {
    journalIn("d").log({
      level: "info",
      long: "x".repeat(999),
      esc: "\x1b[1m",
      none: undefined,
      deep: { a: 1 },
    })
    const [line] = lines(at("d/log.jsonl"))
    expect(line).toEqual({ at: expect.any(String), level: "info", long: `${"x".repeat(299)}…`, esc: "[1m" })
  })

  it("sets a full log aside and keeps one", () => {
    const journal = fileJournal({ dirs: () => [at("d")], maxBytes: 200 })
    for (let n = 0; n < 20; n += 1) journal.log({ level: "info", n })
    expect(fs.readdirSync(at("d")).sort()).toEqual(["log.1.jsonl", "log.jsonl"])
    const kept = [...lines(at("d/log.1.jsonl")), ...lines(at("d/log.jsonl"))].map((line) => line.n)
    expect(kept.at(-1)).toBe(19)
    expect(kept).toEqual([...kept.keys()].map((i) => 20 - kept.length + i))
    for (const name of fs.readdirSync(at("d")))
      expect(fs.statSync(join(at("d"), name)).size).toBeLessThanOrEqual(200)
  })

  it.each<[string, () => void]>([
    ["a file is in the way", () => fs.writeFileSync(at("bad"), "")],
    ["the log is a directory", () => fs.mkdirSync(at("bad/log.jsonl"), { recursive: true })],
    ["the log is a link to a file of somebody else", () => linkLog()],
    ["the log is a FIFO that nobody reads", () => makeFifo()],
  ])("goes to the next place when %s", (_, prepare) => {
    prepare()
    expect(journalIn("bad", "good").log({ level: "info" })).toBe(at("good/log.jsonl"))
  })

  it.each<[string, () => readonly string[]]>([
    ["no place", () => []],
    ["only a bad place", () => [join(root, "file/below")]],
    [
      "no way to know the places",
      () => {
        throw new Error("no home")
      },
    ],
  ])("does not matter when there is %s", (_, dirs) => {
    fs.writeFileSync(at("file"), "")
    const journal = fileJournal({ dirs })
    expect(journal.log({ level: "info" })).toBeUndefined()
    expect(journal.firstTime("s", "t")).toBe(true)
    expect(journal.firstTime("s", "t")).toBe(true)
  })

  it("does not matter when an entry cannot be written down", () => {
    const entry = {
      level: "info" as const,
      get code() {
        throw new Error("no")
      },
    }
    expect(journalIn("d").log(entry)).toBeUndefined()
    expect(
      fileJournal({ dirs: () => [at("d")], now: () => Number.NaN }).log({ level: "info" }),
    ).toBeUndefined()
  })

  function linkLog() {
    fs.mkdirSync(at("bad"))
    fs.writeFileSync(at("victim"), "")
    fs.symlinkSync(at("victim"), at("bad/log.jsonl"))
  }

  function makeFifo() {
    fs.mkdirSync(at("bad"))
    execFileSync("mkfifo", [at("bad/log.jsonl")])
  }
})

describe("firstTime", () => {
  it("is true once for a session and topic", () => {
    const journal = journalIn("d")
    const asked = [
      ["a", "x"],
      ["a", "x"],
      ["a", "y"],
      ["b", "x"],
      ["b", "x"],
    ] as const
    expect(asked.map(([session, topic]) => journal.firstTime(session, topic))).toEqual([
      true,
      false,
      true,
      true,
      false,
    ])
    expect(fs.readdirSync(at("d/notices")).sort()).toEqual(["a--x", "a--y", "b--x"])
    expect(mode(at("d/notices"))).toBe("700")
  })

  it.each([
    ["../../escape", ".._.._escape"],
    ["", "\0"],
    ["a/b", "a_b"],
    ["a/b", "a:b"],
    ["x".repeat(300), `${"x".repeat(300)}y`],
  ])("tells odd session ids apart and stays in its directory: %j, %j", (one, other) => {
    const journal = journalIn("d")
    expect([journal.firstTime(one, "t"), journal.firstTime(other, "t"), journal.firstTime(one, "t")]).toEqual(
      [true, true, false],
    )
    const names = fs.readdirSync(at("d/notices"))
    expect(names).toHaveLength(2)
    for (const name of names) expect(name).toMatch(/^[\w-]{1,110}$/)
    expect(fs.readdirSync(root)).toEqual(["d"])
  })

  it("holds across places: what was said while the first could not be written stays said", () => {
    fs.writeFileSync(at("first"), "in the way")
    expect(journalIn("first", "second").firstTime("s", "t")).toBe(true)
    fs.rmSync(at("first"))
    expect(journalIn("first", "second").firstTime("s", "t")).toBe(false)
    expect(journalIn("first", "second").firstTime("other", "t")).toBe(true)
    expect(fs.existsSync(at("first/notices"))).toBe(true)
  })

  it("is true for one of two that both looked before either wrote", () => {
    const lstatSync = ((path: string) =>
      path.includes("/notices/") ? undefined : fs.lstatSync(path)) as typeof fs.lstatSync
    const hasty = () => fileJournal({ dirs: () => [at("d")], fs: { ...fs, lstatSync } })
    expect([hasty().firstTime("s", "t"), hasty().firstTime("s", "t")]).toEqual([true, false])
  })

  it("removes notices older than a week, and no others", () => {
    const day = 24 * 60 * 60
    const now = 1_700_000_000
    const journal = fileJournal({ dirs: () => [at("d")], now: () => now * 1000 })
    for (const [name, age] of [
      ["old", 8],
      ["young", 6],
    ] as const) {
      journal.firstTime(name, "t")
      fs.utimesSync(at(`d/notices/${name}--t`), now - age * day, now - age * day)
    }
    journal.firstTime("new", "t")
    expect(fs.readdirSync(at("d/notices")).sort()).toEqual(["new--t", "young--t"])
  })
})
