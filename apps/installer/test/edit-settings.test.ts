import { describe, expect, it } from "vitest"
import { editSettings } from "../src/settings-file.ts"
import { read, settings, write } from "./sandbox.ts"

describe("a settings file that others write at the same time", () => {
  it("loses neither their change nor ours: the decision is made anew", () => {
    write("old")
    let theirs = 0
    editSettings(settings(), ({ contents }) => ({
      next: `${contents}+ours`,
      announce: () => {
        if (theirs++ < 2) write(`${contents}+theirs`)
      },
    }))
    expect(read(settings())).toBe("old+theirs+theirs+ours")
  })

  it("is left to them when they do not stop", () => {
    write("0")
    let decisions = 0
    const editing = () =>
      editSettings(settings(), () => ({ next: "ours", announce: () => write(String(++decisions)) }))
    expect(editing).toThrow(
      expect.objectContaining({ facts: expect.objectContaining({ code: "SETTINGS_BUSY" }) }),
    )
    expect(read(settings())).toBe("5")
  })

  it("is not even opened for writing when there is nothing to change", () => {
    write("same")
    expect(editSettings(settings(), ({ contents }) => ({ next: contents }))).toEqual({ next: "same" })
  })
})
