import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { preToolUse, runHookExecutable } from "@router-gate/hook-runtime/testing"
import { afterEach, beforeEach, expect, it } from "vitest"

const executable = fileURLToPath(new URL("../dist/hook.cjs", import.meta.url))

let home: string
let workspace: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "protected-branches-"))
  workspace = join(home, "shop")
  mkdirSync(join(workspace, ".git"), { recursive: true })
  writeFileSync(join(workspace, ".git/HEAD"), "ref: refs/heads/main\n")
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

function run(command: string, { env = {}, cwd = workspace, tool = "Bash" } = {}) {
  return runHookExecutable({
    command: process.execPath,
    args: [executable],
    payload: preToolUse({ cwd, tool_name: tool, tool_input: { command } }),
    env: { HOME: home, ...env },
  })
}

it("refuses, and says what was not done and what to do", async () => {
  expect(await run("git push --force origin main")).toMatchObject({
    blocks: true,
    exitCode: 0,
    reason:
      "main was not pushed by force: protected branches are not rewritten from here. Push to another branch, or leave this push to the user.",
  })
  expect(await run("git push origin :main")).toMatchObject({
    reason: expect.stringMatching(/^main was not deleted: /),
  })
})

it("says nothing to any other call", async () => {
  for (const command of ["git push origin main", "ls", "git push --force origin feature"])
    expect(await run(command)).toMatchObject({ blocks: false, exitCode: 0, stdout: "", stderr: "" })
  expect(await run("git push --force origin main", { tool: "Write" })).toMatchObject({ blocks: false })
})

it("finds the branch that is checked out, from a folder below and in a linked worktree", async () => {
  const below = join(workspace, "src/deep")
  mkdirSync(below, { recursive: true })
  expect(await run("git push --force", { cwd: below })).toMatchObject({ blocks: true })

  const linked = join(home, "linked")
  mkdirSync(join(workspace, ".git/worktrees/linked"), { recursive: true })
  mkdirSync(linked)
  writeFileSync(join(linked, ".git"), `gitdir: ${workspace}/.git/worktrees/linked\n`)
  writeFileSync(join(workspace, ".git/worktrees/linked/HEAD"), "ref: refs/heads/feature\n")
  expect(await run("git push --force", { cwd: linked })).toMatchObject({ blocks: false })
  expect(await run(`git -C ${linked} push --force`)).toMatchObject({ blocks: false })
  expect(await run("git -C ../shop push --force", { cwd: linked })).toMatchObject({ blocks: true })

  writeFileSync(join(workspace, ".git/HEAD"), "0123456789012345678901234567890123456789\n")
  expect(await run("git push --force")).toMatchObject({ blocks: false })
})

it("follows its environment, and ROUTER_GATE=0", async () => {
  const env = { PROTECTED_BRANCHES: "trunk" }
  expect(await run("git push -f origin trunk", { env })).toMatchObject({ blocks: true })
  expect(await run("git push -f origin main", { env })).toMatchObject({ blocks: false })
  expect(await run("git push -f origin main", { env: { ROUTER_GATE: "0" } })).toMatchObject({ blocks: false })
})

it("lets the call go ahead when it fails itself, and leaves a line in the log", async () => {
  rmSync(join(workspace, ".git/HEAD"))
  mkdirSync(join(workspace, ".git/HEAD"))
  expect(await run("git push --force")).toMatchObject({
    blocks: false,
    exitCode: 0,
    systemMessage: expect.stringContaining("protected-branches failed open"),
  })
  expect(readFileSync(join(home, ".claude/router-gate/log.jsonl"), "utf8")).toContain("EISDIR")
})
