import { describe, expect, it } from "vitest"
import { ownHandlers, sharedCommand, shellWords } from "../../src/settings/own-handlers.ts"

const isOwn = ownHandlers(["test-hook", "second-hook"])
const command = (command: string, args?: string[]) => ({
  type: "command",
  command,
  ...(args ? { args } : {}),
  timeout: 3,
})
const launcher = "/home/u/.claude/router-gate/test-hook/launcher"

describe("a handler of ours", () => {
  it.each([
    ["the launcher in exec form", command(launcher, [])],
    ["the launcher in shell form", command(launcher)],
    ["the launcher with an event, in exec form", command(launcher, ["PreToolUse"])],
    ["the launcher with an event, in shell form", command(`${launcher} PostToolUse`)],
    ["in quotes, with an event", command(`'/home/u/my dir/router-gate/test-hook/launcher' PreToolUse`)],
    ["the form for a project with an event", command(sharedCommand("test-hook", "PreToolUse"))],
    ["node and today's build", command("node", ["/x/router-gate/test-hook/1.0.0-0123abcd/start.cjs"])],
    ["in quotes", command(`'/home/u/my dir/router-gate/test-hook/launcher'`)],
    ["in quotes with a quote inside", command(`'/home/o'\\''neil/router-gate/test-hook/launcher'`)],
    ["unquoted in exec form, with a space", command("/home/u/my dir/router-gate/test-hook/launcher", [])],
    ["of another home", command("/Users/x/.claude/router-gate/test-hook/launcher", [])],
    ["of another hook of ours", command("/home/u/.claude/router-gate/second-hook/launcher", [])],
    [
      "node and a build",
      command("/usr/bin/node", ["/home/u/.claude/router-gate/test-hook/1.0.0-0123abcd/hook.cjs"]),
    ],
    [
      "on Windows",
      command("C:\\node\\node.exe", [
        "C:\\Users\\u\\.claude\\router-gate\\test-hook\\1.0.0-0123abcd\\hook.cjs",
      ]),
    ],
    ["an older layout without builds", command(`node "/home/u/.claude/router-gate/test-hook/hook.mjs"`)],
    ["the form for a project", command(sharedCommand("test-hook"))],
    ["with fields that we do not write", { ...command(launcher, []), statusMessage: "…" }],
  ])("%s", (_name, handler) => expect(isOwn(handler)).toBe(true))
})

describe("not a handler of ours", () => {
  it.each([
    ["a command that mentions ours", command(`time ${launcher}`)],
    ["a command that ends like ours", command(`/x/not-router-gate/test-hook/launcher`)],
    ["a longer name", command(`/x/router-gate/test-hook/launcher-of-mine`)],
    ["another file in our folder", command(`/x/router-gate/test-hook/mine.sh`)],
    ["another hook's folder", command(`/x/router-gate/foreign-hook/launcher`)],
    ["our path as somebody else's argument", command("/usr/bin/logger", [launcher])],
    ["our launcher with arguments", command(launcher, ["--flag"])],
    ["our launcher with a word of somebody's", command(launcher, ["mine"])],
    ["our launcher with a file", command(launcher, ["/x/PreToolUse"])],
    ["our launcher with an event and more", command(launcher, ["PreToolUse", "mine"])],
    ["our launcher with an event in a pipe", command(`${launcher} PreToolUse | tee log`)],
    ["our launcher with an event from a variable", command(`${launcher} "$EVENT"`)],
    ["a build with an event", command("/x/router-gate/test-hook/1.0.0-0123abcd/hook.cjs", ["PreToolUse"])],
    ["the project form with more than an event", command(`${sharedCommand("test-hook", "Stop")} mine`)],
    ["our launcher and more", command(`${launcher} && rm x`)],
    ["our launcher in a pipe", command(`${launcher} | tee log`)],
    ["the project form with a change", command(`${sharedCommand("test-hook")}; echo`)],
    ["the project form of a foreign hook", command(sharedCommand("foreign-hook"))],
    ["another type", { type: "http", url: launcher, command: launcher }],
    ["a relative path", command("router-gate/test-hook/launcher")],
    ["no object", "x"],
    ["null", null],
    ["a number as command", { type: "command", command: 7 }],
    ["numbers as args", { type: "command", command: "node", args: [7] }],
  ])("%s", (_name, handler) => expect(isOwn(handler)).toBe(false))
})

it.each<[string, string[] | null]>([
  ["a b", ["a", "b"]],
  ["  'a b'  c", ["a b", "c"]],
  [`a'b'"c"\\ d`, ["abc d"]],
  ["", []],
  ["''", [""]],
  ["a $b", null],
  ['"$a"', null],
  ["a;b", null],
  ["a 'b", null],
  ["a > b", null],
  ["a\nb", ["a", "b"]],
])("reads the words of %j", (text, words) => expect(shellWords(text)).toEqual(words))
