import { readdirSync, readFileSync } from "node:fs"
import { expect, it } from "vitest"

const src = new URL("../src/", import.meta.url)

it("loads nothing but node:fs on the way of a hook", () => {
  const imported = readdirSync(src)
    .filter((name) => name.endsWith(".ts") && name !== "testing.ts")
    .flatMap((name) => [
      ...readFileSync(new URL(name, src), "utf8").matchAll(/(?:from|import|import\() ?"([^"]+)"/g),
    ])
    .map(([, specifier]) => specifier as string)
  expect(imported.length).toBeGreaterThan(20)
  expect([...new Set(imported.filter((specifier) => !/^\.\/[a-z-]+\.ts$/.test(specifier)))]).toEqual([
    "node:fs",
  ])
})
