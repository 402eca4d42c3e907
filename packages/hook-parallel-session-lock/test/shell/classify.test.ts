import { describe, expect, test } from "vitest"
import { classifyCommand } from "../../src/shell/classify.ts"
import { commandRows } from "./commands.ts"

const at = { cwd: "/srv/app", home: "/home/dev", tempDirs: ["/tmp"] }

describe("classifyCommand", () => {
  test.each(commandRows)("%j: %j", (command, classes) => {
    const verdict = classifyCommand(command, at)
    expect(classes, verdict.because ?? "no objection").toContain(verdict.class)
    expect(verdict.because === undefined).toBe(verdict.class === "reads")
    expect(verdict.because?.length ?? 0).toBeLessThanOrEqual(80)
  })

  test("the table is as large as it should be, and says everything once", () => {
    const commands = commandRows.map(([command]) => command)
    expect(new Set(commands).size).toBe(commands.length)
    expect(commands.length).toBeGreaterThanOrEqual(450)
  })
})
