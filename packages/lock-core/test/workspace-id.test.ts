import { describe, expect, test } from "vitest"
import { workspaceId } from "../src/workspace-id.ts"

describe("one branch of one repository has one name, however its remote is written", () => {
  test.each([
    "https://github.com/acme/app.git",
    "https://github.com/acme/app",
    "https://github.com/acme/app/",
    "https://github.com/acme/app.git/",
    "https://GitHub.com/acme/app.git",
    "https://github.com:443/acme/app.git",
    "https://alice@github.com/acme/app.git",
    "https://alice:ghp_secret@github.com/acme/app.git",
    "https://x-access-token:p@ss@github.com/acme/app.git",
    "http://github.com/acme/app.git",
    "git://github.com/acme/app.git",
    "ssh://git@github.com/acme/app.git",
    "ssh://git@github.com:22/acme/app.git",
    "git+ssh://git@github.com/acme/app.git",
    "git@github.com:acme/app.git",
    "git@github.com:/acme/app.git",
    "github.com:acme/app",
    " git@github.com:acme/app.git\n",
  ])("%s", (remote) => expect(workspaceId(remote, "main")).toBe("github.com/acme/app#main"))
})

describe("what differs has another name", () => {
  // biome-ignore format: one row a line
  test.each([
    ["https://git.acme.dev:8443/app.git", "main", "git.acme.dev:8443/app#main"],
    ["ssh://git@git.acme.dev:2222/acme/app.git", "main", "git.acme.dev:2222/acme/app#main"],
    ["git@gitlab.com:acme/group/sub/app.git", "main", "gitlab.com/acme/group/sub/app#main"],
    ["git@github.com:acme/app.git", "feat/one#2", "github.com/acme/app#feat/one#2"],
    ["git@github.com:Acme/App.git", "Main", "github.com/Acme/App#Main"],
    ["https://git.sr.ht/~alice/app", "main", "git.sr.ht/~alice/app#main"],
    ["https://git.sr.ht/%7Ealice/app", "main", "git.sr.ht/~alice/app#main"],
    ["https://host/a%2Fb", "main", "host/a%2Fb#main"],
    ["ssh://[::1]:2222/app.git", "main", "[::1]:2222/app#main"],
    ["https://host/.git", "main", "host/.git#main"],
  ])("%s on %s is %s", (remote, branch, expected) => expect(workspaceId(remote, branch)).toBe(expected))
})

describe("what another host could not name likewise has none", () => {
  test.each([
    ["/srv/git/app.git", "main"],
    ["../app", "main"],
    ["file:///srv/git/app.git", "main"],
    ["C:\\git\\app", "main"],
    ["c:/git/app", "main"],
    ["", "main"],
    ["https://github.com", "main"],
    ["https://github.com/", "main"],
    ["https://github.com/../app", "main"],
    ["git@github.com:acme/app.git", ""],
    ["git@github.com:acme/app.git", "two words"],
    ["ext::sh -c anything", "main"],
  ])("%j on %j", (remote, branch) => expect(workspaceId(remote, branch)).toBeNull())
})

test("no part of a credential is in the name", () => {
  for (const remote of [
    "https://alice:s3cret@github.com/a/b",
    "ssh://alice:s3cret@host/a",
    "https://s3cret@h.io/a?token=s3cret",
  ])
    expect(workspaceId(remote, "main")).not.toMatch(/s3cret|alice/)
})
