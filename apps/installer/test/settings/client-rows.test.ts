import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { unknownValues } from "../../src/settings/check-values.ts"
import { ownHandlers } from "../../src/settings/own-handlers.ts"
import { parseSettings } from "../../src/settings/parse-settings.ts"
import { planInstall, planUninstall } from "../../src/settings/plan-settings.ts"
import { fixtureGroups } from "../fixture-hook.ts"

/** Path and value. `test/client/settings-table.mjs` shows the same rows to the real client. */
type Row = [path: string, value: unknown]
type Rows = Record<"rejected" | "rejectedByNewest" | "doubted" | "taken" | "takenByNewest", Row[]>

const rows: Rows = JSON.parse(readFileSync(new URL("client-rows.json", import.meta.url), "utf8"))
const isOwn = ownHandlers(["test-hook"])

/** A file with this one value in it, on a line of its own. */
function fileWith([path, value]: Row): string {
  const [first = "", ...rest] = path.split(".")
  const inner = rest.reduceRight<unknown>((all, key) => ({ [key]: all }), value)
  return `{\n  ${JSON.stringify(first)}: ${JSON.stringify(inner)}\n}`
}

const named = (all: Row[]) =>
  all.map((row): [string, Row] => [row.map((one) => JSON.stringify(one)).join(" "), row])

describe("values for which the client drops every hook of the file", () => {
  it.each(named([...rows.rejected, ...rows.rejectedByNewest]))("%s", (_name, row) => {
    const text = fileWith(row)
    const plan = planInstall(text, fixtureGroups(), isOwn)
    expect(plan).toMatchObject({
      ok: false,
      problem: { code: "SETTINGS_SHAPE", line: 2, cause: expect.stringContaining(`"${row[0]}`) },
    })
    expect(planUninstall(text, isOwn)).toEqual({ ok: true, base: text })
  })
})

describe("names that only a newer client may know", () => {
  it.each(named(rows.doubted))("%s", (_name, row) => {
    const parsed = parseSettings(fileWith(row))
    if (!parsed.ok) throw new Error(parsed.problem.cause)
    expect(unknownValues(parsed.document)).toMatchObject([
      { line: 2, cause: expect.stringContaining(`"${row[0]}`) },
    ])
    expect(planInstall(fileWith(row), fixtureGroups(), isOwn)).toMatchObject({ ok: true })
  })
})

describe("values that the client takes, or skips alone", () => {
  it.each(named([...rows.taken, ...rows.takenByNewest]))("%s", (_name, row) => {
    const parsed = parseSettings(fileWith(row))
    if (!parsed.ok) throw new Error(parsed.problem.cause)
    expect(unknownValues(parsed.document)).toEqual([])
    expect(planInstall(fileWith(row), fixtureGroups(), isOwn)).toMatchObject({ ok: true })
  })
})
