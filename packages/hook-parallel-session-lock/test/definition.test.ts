import { readFileSync, statSync } from "node:fs"
import { builtinModules } from "node:module"
import { registrationsOf } from "@router-gate/hook-runtime"
import { expect, test } from "vitest"
import {
  DEFAULT_CONFIG,
  executableFiles,
  hotPath,
  parallelSessionLock,
  registrationsFor,
} from "../src/index.ts"
import { HOOK } from "./session.ts"

test("gate, heartbeat and release are one definition, with the client's seconds", () => {
  const matcher = "Edit|Write|MultiEdit|NotebookEdit|Bash|PowerShell|Monitor"
  expect(registrationsOf(parallelSessionLock)).toEqual([
    { event: "SessionStart", timeoutSeconds: 3 },
    { event: "PreToolUse", matcher, timeoutSeconds: 3 },
    { event: "PostToolUse", matcher, timeoutSeconds: 3 },
    { event: "PostToolUseFailure", matcher, timeoutSeconds: 3 },
    { event: "Stop", timeoutSeconds: 3 },
    { event: "StopFailure", timeoutSeconds: 3 },
    { event: "SessionEnd", timeoutSeconds: 3 },
  ])
})

test("settings add tools, and time to wait in", () => {
  expect(registrationsFor(DEFAULT_CONFIG)).toEqual(registrationsOf(parallelSessionLock))
  const config = { ...DEFAULT_CONFIG, waitMs: 20_500, tools: { mcp__fs__write: ["path"], "x|(": ["path"] } }
  const matcher = "Edit|Write|MultiEdit|NotebookEdit|Bash|PowerShell|Monitor|mcp__fs__write"
  expect(registrationsFor(config).filter((each) => each.matcher !== undefined)).toEqual([
    { event: "PreToolUse", matcher, timeoutSeconds: 24 },
    { event: "PostToolUse", matcher, timeoutSeconds: 3 },
    { event: "PostToolUseFailure", matcher, timeoutSeconds: 3 },
  ])
})

const requiredBy = (text: string): string[] => [
  ...new Set([...text.matchAll(/require\(["'](?:node:)?([^"']+)["']\)/g)].map(([, name]) => name as string)),
]

test("the executable needs nothing but Node, and few bytes", () => {
  expect(executableFiles).toEqual([
    "start.cjs",
    "hook.cjs",
    "contended.cjs",
    "rarely.cjs",
    "shared.cjs",
    "remote.cjs",
  ])
  const text = readFileSync(HOOK, "utf8")
  // Every further module is loaded before every changing call.
  expect(requiredBy(text).sort()).toEqual(["./contended.cjs", "./rarely.cjs", "./shared.cjs", "fs", "path"])
  expect(text).not.toMatch(/\bimport\(/)
  expect(statSync(HOOK).size).toBeLessThanOrEqual(38_000)
})

test("what is read besides, before every changing call, is small", () => {
  expect(statSync(HOOK.replace("hook.cjs", "start.cjs")).size).toBeLessThanOrEqual(2_000)
  expect(statSync(new URL(`../launcher/${hotPath.file}`, import.meta.url)).size).toBeLessThanOrEqual(7_000)
})

test.each(["contended.cjs", "rarely.cjs", "shared.cjs", "remote.cjs"])(
  "%s needs nothing but Node either",
  (file) => {
    const text = readFileSync(HOOK.replace("hook.cjs", file), "utf8")
    const besides = file === "shared.cjs" ? ["./remote.cjs"] : []
    expect(text).not.toMatch(/\bimport\(/) // which what start.cjs runs cannot do
    expect(requiredBy(text).filter((name) => !builtinModules.includes(name))).toEqual(besides)
  },
)
