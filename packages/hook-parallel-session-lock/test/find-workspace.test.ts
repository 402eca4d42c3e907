import { describe, expect, test } from "vitest"
import { type WorkspaceFs, workspaceFinder } from "../src/find-workspace.ts"
import type { Places } from "../src/places.ts"

const findWorkspace = (
  target: string,
  at: { cwd: string; projectDir: string },
  places: Places,
  fs: WorkspaceFs,
) => workspaceFinder(at, places, fs)(target)

const places: Places = {
  configDir: "/home/dev/.claude",
  locksDir: "/home/dev/.claude/runtime",
  home: "/home/dev",
  tempDirs: ["/tmp"],
}

/** A file system of the given paths; `from -> to` is a link. A directory is there if something in it is. */
function files(...lines: string[]): WorkspaceFs {
  const links = lines
    .filter((line) => line.includes(" -> "))
    .map((line) => line.split(" -> ") as [string, string])
  const paths = lines.filter((line) => !line.includes(" -> "))
  const exists = (path: string): boolean =>
    paths.some((p) => p === path || p.startsWith(`${path}/`)) || path === "/"
  const resolveLinks = (path: string): string => {
    for (const [from, to] of links) {
      if (path === from || path.startsWith(`${from}/`)) return resolveLinks(to + path.slice(from.length))
    }
    return path
  }
  const realPath = (path: string): string | null => {
    const real = resolveLinks(path)
    return exists(real) ? real : null
  }
  return { exists: (path) => realPath(path) !== null, realPath }
}

const fs = files(
  "/home/dev/app/.git/HEAD",
  "/home/dev/app/src/a.ts",
  "/home/dev/app/vendor/lib/.git",
  "/home/dev/app/vendor/lib/x.c",
  "/home/dev/app/.claude/worktrees/one/.git",
  "/home/dev/plain/doc/x.txt",
  "/home/dev/dots/.git/HEAD",
  "/home/dev/.claude/settings.json",
  "/home/dev/.claude/plugins/p/.git/HEAD",
  "/home/dev/notes.txt",
  "/tmp/scratch/x",
  "/tmp/clone/.git/HEAD",
  "/home/dev/link -> /home/dev/app",
  "/home/dev/app/out -> /tmp/scratch",
)

describe("the workspace of a target", () => {
  test.each<[target: string, projectDir: string, workspace: string | null]>([
    ["/home/dev/app/src/a.ts", "/home/dev/app", "/home/dev/app"],
    ["/home/dev/app", "/home/dev/app", "/home/dev/app"],
    ["/home/dev/app/not/there/yet.ts", "/home/dev/app", "/home/dev/app"],
    ["src/a.ts", "/home/dev/app", "/home/dev/app"],
    ["/home/dev/app/src/a.ts", "/home/dev/app/src", "/home/dev/app"],
    ["/home/dev/app/src/a.ts", "/home/dev/plain", "/home/dev/app"],
    ["/home/dev/app/vendor/lib/x.c", "/home/dev/app", "/home/dev/app/vendor/lib"],
    ["/home/dev/app/.claude/worktrees/one/a", "/home/dev/app", "/home/dev/app/.claude/worktrees/one"],
    ["/home/dev/link/src/a.ts", "/home/dev/link", "/home/dev/app"],
    ["/home/dev/link/new/b.ts", "/home/dev/link", "/home/dev/app"],
    ["/home/dev/app/out/x", "/home/dev/app", null],
    ["/home/dev/plain/doc/x.txt", "/home/dev/plain", "/home/dev/plain"],
    ["/home/dev/plain/doc/x.txt", "/home/dev/plain/doc", "/home/dev/plain/doc"],
    ["/home/dev/plain/doc/x.txt", "/home/dev/app", null],
    ["/home/dev/notes.txt", "/home/dev", null],
    ["/home/dev/notes.txt", "/home/dev/app", null],
    ["/home/dev/.claude/settings.json", "/home/dev/app", null],
    ["/home/dev/.claude/settings.json", "/home/dev/.claude", null],
    ["/home/dev/.claude/plugins/p/x", "/home/dev/app", "/home/dev/.claude/plugins/p"],
    ["/tmp/x", "/home/dev/app", null],
    ["/tmp/x", "/tmp", null],
    ["/tmp/scratch/x", "/tmp/scratch", "/tmp/scratch"],
    ["/tmp/clone/x", "/home/dev/app", "/tmp/clone"],
    ["/etc/hosts", "/", null],
  ])("%s, started in %s: %s", (target, projectDir, workspace) => {
    expect(findWorkspace(target, { cwd: projectDir, projectDir }, places, fs)).toBe(workspace)
  })

  test("a home directory under version control is still nobody's workspace", () => {
    const dotfiles = files("/home/dev/.git/HEAD", "/home/dev/x", "/home/dev/plain/y")
    expect(
      findWorkspace("/home/dev/x", { cwd: "/home/dev", projectDir: "/home/dev" }, places, dotfiles),
    ).toBeNull()
    const at = { cwd: "/home/dev/plain", projectDir: "/home/dev/plain" }
    expect(findWorkspace("/home/dev/plain/y", at, places, dotfiles)).toBe("/home/dev/plain")
  })

  test("shared places are known by their real paths too", () => {
    const mac = files("/private/tmp/.git", "/private/tmp/x", "/tmp -> /private/tmp")
    expect(findWorkspace("/tmp/x", { cwd: "/tmp", projectDir: "/tmp" }, places, mac)).toBeNull()
  })
})
