import { readFileSync, statSync } from "node:fs"
import { builtinModules } from "node:module"
import { registrationsOf } from "@router-gate/hook-runtime"
import { expect, test } from "vitest"
import { executableFiles, parallelSessionLock } from "../src/index.ts"
import { HOOK } from "./session.ts"

test("gate, heartbeat and release are one definition, with the client's seconds", () => {
  const matcher = "Edit|Write|MultiEdit|NotebookEdit|Bash"
  expect(registrationsOf(parallelSessionLock)).toEqual([
    { event: "PreToolUse", matcher, timeoutSeconds: 3 },
    { event: "PostToolUse", matcher, timeoutSeconds: 3 },
    { event: "PostToolUseFailure", matcher, timeoutSeconds: 3 },
    { event: "Stop", timeoutSeconds: 3 },
    { event: "StopFailure", timeoutSeconds: 3 },
    { event: "SessionEnd", timeoutSeconds: 3 },
  ])
})

test("the executable is one file that needs nothing but Node, and few bytes", () => {
  expect(executableFiles).toEqual(["hook.cjs"])
  const text = readFileSync(HOOK, "utf8")
  const required = [...text.matchAll(/require\(["']([^"']+)["']\)/g)].map(([, name]) =>
    name?.replace("node:", ""),
  )
  expect(required.filter((name) => !builtinModules.includes(name ?? ""))).toEqual([])
  // Every further module is loaded before every changing call.
  expect([...new Set(required)].sort()).toEqual(["fs", "path"])
  expect(text).not.toMatch(/\bimport\(/)
  expect(statSync(HOOK).size).toBeLessThanOrEqual(40_000)
})
