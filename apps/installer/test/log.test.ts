import { mkdirSync, writeFileSync } from "node:fs"
import { fileJournal } from "@router-gate/hook-runtime"
import { describe, expect, it } from "vitest"
import { gate, go } from "./sandbox.ts"

const journal = () => fileJournal({ dirs: () => [gate()], now: () => Date.UTC(2026, 0, 2, 3, 4, 5) })

describe("log", () => {
  it("says so when there is nothing", async () => {
    expect(await go("log")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^Nothing is logged/),
    })
    expect((await go("log", "--json")).json).toEqual([])
  })

  it("prints what the hook logs, one line each", async () => {
    const call = { sessionId: "s1", toolName: "Bash", workspace: "/w" }
    journal().log({
      level: "info",
      what: "denied",
      ...call,
      command: "rm -rf x\ny",
      holder: "s2",
      holderPid: 7,
    })
    journal().log({ level: "info", what: "took over", because: "dead", ...call, holder: "s3" })
    journal().log({
      level: "error",
      hook: "h",
      event: "Stop",
      sessionId: "s1",
      code: "EIO",
      message: "broken",
    })
    journal().log({ level: "error", what: "record not kept", message: "no space" })
    expect((await go("log")).stdout).toBe(
      [
        '2026-01-02T03:04:05Z  denied  session s1  Bash  "rm -rf x y"  in /w  holder s2 (pid 7)',
        "2026-01-02T03:04:05Z  took over  session s1  Bash  in /w  holder s3  because dead",
        "2026-01-02T03:04:05Z  error  session s1  Stop  EIO: broken",
        "2026-01-02T03:04:05Z  record not kept  no space",
        "",
      ].join("\n"),
    )
  })

  it("begins with the older log, leaves out what is no entry, and stops at the lines that were asked for", async () => {
    mkdirSync(gate(), { recursive: true })
    writeFileSync(gate("log.1.jsonl"), '{"at":"1","what":"a"}\n{"at":"2","what":"b"}\n')
    writeFileSync(gate("log.jsonl"), '{"at":"3","what":"c"}\n\n7\nnull\n[1]\n{"at":"4","wh')
    expect((await go("log", "--json")).json.map((one: { what: string }) => one.what)).toEqual(["a", "b", "c"])
    expect((await go("log", "--lines", "2")).stdout).toBe("2  b\n3  c\n")
    expect((await go("log", "--lines", "1", "--json")).json).toEqual([{ at: "3", what: "c" }])
    const many = Array.from({ length: 60 }, (_, at) => JSON.stringify({ at: String(at), what: "x" }))
    writeFileSync(gate("log.jsonl"), many.join("\n"))
    expect((await go("log")).stdout.split("\n")).toHaveLength(51)
    expect((await go("log", "--json")).json).toHaveLength(62)
  })

  it("nothing in it can steer a terminal or pass for a line of ours", async () => {
    mkdirSync(gate(), { recursive: true })
    const evil = "\u001b]0;x\u0007\u009b31m\u202e\n2026  denied"
    writeFileSync(gate("log.jsonl"), JSON.stringify({ at: evil, what: evil, workspace: evil, [evil]: evil }))
    for (const args of [["log"], ["log", "--json"]]) {
      const { stdout } = await go(...args)
      expect(stdout).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202e]/)
      expect(stdout).not.toContain("\\u001b")
    }
    expect((await go("log")).stdout.trimEnd().split("\n")).toHaveLength(1)
  })
})
