import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { gitIdentity } from "../../src/remote/git-identity.ts"
import { remoteKeyOf } from "../../src/remote/remote-key.ts"

const HEAD = { "/ws/.git/HEAD": "ref: refs/heads/main\n" }
const ORIGIN = '[remote "origin"]\n\turl = git@github.com:acme/app.git\n'

test.each<[string, Record<string, string>, string | null]>([
  ["origin", { ...HEAD, "/ws/.git/config": ORIGIN }, "github.com/acme/app#main"],
  [
    "the branch's own remote",
    {
      ...HEAD,
      "/ws/.git/config": `${ORIGIN}[remote "up"]\nurl=https://u:p@example.org/up/app\n[branch "main"]\n\tremote = up\n`,
    },
    "example.org/up/app#main",
  ],
  [
    "comments, case and quotes",
    { ...HEAD, "/ws/.git/config": '# x\n[ReMote "origin"]\n URL = "https://example.org/a/b.git" ; mine\n' },
    "example.org/a/b#main",
  ],
  ["no branch", { "/ws/.git/HEAD": "0123abc\n", "/ws/.git/config": ORIGIN }, null],
  ["no remote", { ...HEAD, "/ws/.git/config": "[core]\n\tbare = false\n" }, null],
  ["a remote on this machine", { ...HEAD, "/ws/.git/config": '[remote "origin"]\n\turl = /srv/app\n' }, null],
  ["no repository", {}, null],
])("a work tree with %s", (_, files, identity) => {
  expect(gitIdentity("/ws", (path) => files[path] ?? null)).toBe(identity)
})

test("a linked work tree that git has made has its own branch and the same remote", () => {
  const dir = mkdtempSync(join(tmpdir(), "git-identity-"))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: dir, stdio: "pipe" })
  git("init", "-q", "-b", "main", "app")
  git("-C", "app", "remote", "add", "origin", "ssh://git@example.org:22/acme/app.git")
  git("-C", "app", "commit", "-q", "--allow-empty", "-m", "one")
  git("-C", "app", "worktree", "add", "-q", "-b", "feat/x", "../linked")
  const read = (path: string) =>
    statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, "utf8") : null
  expect(gitIdentity(join(dir, "app"), read)).toBe("example.org/acme/app#main")
  expect(gitIdentity(join(dir, "linked"), read)).toBe("example.org/acme/app#feat/x")
})

test("a name in the settings is that of the workspace which the client was started in, and of no other", () => {
  const files: Record<string, string> = { ...HEAD, "/ws/.git/config": ORIGIN }
  const keyOf = (isStartedIn: boolean, workspaceId: string) =>
    remoteKeyOf({
      workspace: "/ws",
      isStartedIn,
      config: { workspaceId },
      readText: (path) => files[path] ?? null,
    })
  expect(keyOf(true, "team/app")).toBe("team/app")
  expect(keyOf(false, "team/app")).toBe("github.com/acme/app#main")
  expect(keyOf(true, "git")).toBe("github.com/acme/app#main")
})
