import { expect, it } from "vitest"
import { defineHook, registrationsOf } from "../src/index.ts"

it("lists what to register, in the order of the definition", () => {
  const run = () => undefined
  const definition = defineHook({
    name: "sample",
    description: "A sample.",
    on: {
      Stop: { timeoutSeconds: 5, run },
      PreToolUse: { matcher: "Write|Edit", timeoutSeconds: 3, run },
      SessionEnd: { timeoutSeconds: 1.5, run },
    },
  })
  expect(registrationsOf(definition)).toEqual([
    { event: "Stop", timeoutSeconds: 5 },
    { event: "PreToolUse", matcher: "Write|Edit", timeoutSeconds: 3 },
    { event: "SessionEnd", timeoutSeconds: 1.5 },
  ])
})
