import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A repository to run commands in, with a home of its own beside it. */
export interface Fixture {
  readonly dir: string
  readonly env: NodeJS.ProcessEnv
  dispose(): void
}

/** Makes a small repository with two commits, a tag, and something uncommitted. */
export function makeFixture(): Fixture {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "router-gate-shell-")))
  const dir = join(root, "app")
  const home = join(root, "home")
  for (const made of [dir, home, join(dir, "src"), join(dir, "docs")]) mkdirSync(made)
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    USER: "dev",
    LANG: "C.UTF-8",
    TMPDIR: join(root, "home"),
    GIT_CONFIG_NOSYSTEM: "1",
    // Without it `git status` may write a fresher index: no change to anybody's work, but one that a snapshot sees.
    GIT_OPTIONAL_LOCKS: "0",
    // Nothing is to be found out from, or left with, anybody else.
    http_proxy: "http://127.0.0.1:9",
    https_proxy: "http://127.0.0.1:9",
  }
  const git = (...args: string[]): void => void execFileSync("git", args, { cwd: dir, env, stdio: "ignore" })
  writeFileSync(
    join(home, ".gitconfig"),
    "[user]\n\tname = x\n\temail = x@example.com\n[init]\n\tdefaultBranch = main\n",
  )
  writeFileSync(join(dir, "README.md"), "# foo\n\nA test of b 3 200\nexport v1\n")
  writeFileSync(join(dir, "package.json"), '{"name":"app","scripts":{"test":"x"},"dependencies":{"a":"1"}}\n')
  for (const name of ["a", "b", "c"])
    writeFileSync(join(dir, "src", `${name}.ts`), `export const ${name} = 1\n// foo\n`)
  writeFileSync(join(dir, "x.log"), "keep me\n")
  git("init", "-q")
  git("add", ".")
  git("commit", "-qm", "one")
  git("tag", "v1.0.0")
  writeFileSync(join(dir, "src/a.ts"), "export const a = 2\n// TODO foo\n")
  git("commit", "-qam", "two")
  git("stash", "list")
  execFileSync("tar", ["czf", "a.tgz", "src"], { cwd: dir })
  writeFileSync(join(dir, "src/b.ts"), "export const b = 2\n")
  return { dir, env, dispose: () => rmSync(root, { recursive: true, force: true }) }
}

/** Everything in a directory that a change would show in: names, kinds, sizes, times and contents. */
export function snapshot(dir: string): Map<string, string> {
  const seen = new Map<string, string>()
  const visit = (path: string): void => {
    const stat = lstatSync(path)
    const content = stat.isSymbolicLink()
      ? readlinkSync(path)
      : stat.isFile()
        ? createHash("sha256").update(readFileSync(path)).digest("hex")
        : ""
    seen.set(
      path,
      `${stat.mode} ${stat.isDirectory() ? "" : stat.size} ${stat.mtimeMs} ${stat.ctimeMs} ${content}`,
    )
    if (stat.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name))
  }
  visit(dir)
  return seen
}
