import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { pathWords } from "../src/path-words.ts"
import { isPlainlyReading } from "../src/plain-reading.ts"
import { classifyCommand } from "../src/shell/classify.ts"

test("what is plainly reading is reading by the grammar too", { timeout: 60_000 }, () => {
  const words =
    "ls cat head tail wc grep pwd cd echo which true git status log diff show blame rev-parse ls-files commit stash rm tee -n -p -s -sb -10 --stat --oneline --output=x --cached -- src/a.ts HEAD~1 HEAD:a a.ts .. -la && || | ; & > 2>&1 2>/dev/null 2>x"
  const command = fc.array(fc.constantFrom(...words.split(" ")), { maxLength: 9 }).map((all) => all.join(" "))
  let plain = 0
  fc.assert(
    fc.property(command, (text) => {
      if (!isPlainlyReading(text)) return
      plain++
      expect([text, classifyCommand(text, { cwd: "/ws" }).class]).toEqual([text, "reads"])
    }),
    { numRuns: 50_000 },
  )
  expect(plain).toBeGreaterThan(500)
})

describe("isPlainlyReading", () => {
  test.each([
    "ls",
    "ls -la src",
    "pwd && ls",
    "git status",
    "git status --short && git diff --stat",
    "git log --oneline -n 5 | head -3",
    "git log --oneline -10",
    "git diff main..feature -- src/a.ts",
    "git show HEAD:README.md | head -50",
    "git rev-parse --abbrev-ref HEAD",
    "cat package.json",
    "cd packages/core && cat src/index.ts 2>/dev/null | head -80",
    "grep -rn foo src 2>&1 | wc -l",
    "echo start; ls; echo end",
    "  ls  ",
  ])("yes: %s", (command) => expect(isPlainlyReading(command)).toBe(true))

  test.each([
    "",
    "rm x",
    "ls; rm x",
    "ls && rm -rf .",
    "ls & rm x",
    "ls &",
    "ls &&& rm x",
    "ls ;; rm x",
    "ls | tee x",
    "ls|tee x",
    "ls > x",
    "ls >x",
    "cat x >> y",
    "ls 2>/dev/nullx",
    "ls 2>x",
    "echo $(rm x)",
    "echo `rm x`",
    "cat $X",
    "cat *",
    "cat ~/x",
    "ls\nrm x",
    "ls\trm",
    "FOO=1 ls",
    "git",
    "git commit",
    "git -C x status",
    "git diff --output=x",
    "git diff --outp=x",
    "git log --output x",
    "git log -o x",
    "git diff --ext-diff",
    "git status --porcelain=v2",
    "git branch -D x",
    "git stash",
    "git checkout x",
    "/bin/rm x",
    "./ls",
    "find . -delete",
    "sed -i s/a/b/ x",
    "npm test",
    "cat 'x'",
    'cat "x"',
    "cat {a,b}",
    "(ls)",
    "! ls",
    `ls ${"x".repeat(600)}`,
  ])("no: %s", (command) => expect(isPlainlyReading(command)).toBe(false))
})

test.each<[string, string[]]>([
  ["make", []],
  ["cd sub && make", ["sub"]],
  ["git -C ../other commit -am 'x y'", ["../other"]],
  ["(cd /a; make)", ["/a"]],
  ["git --git-dir=/a/.git --work-tree=/a add .", ["/a/.git", "/a"]],
  ["echo x > /b/out.txt", ["/b/out.txt"]],
  ["echo x >../out", ["../out"]],
  ["cp a ~/b/c", ["/home/dev/b/c"]],
  ["cp a ..", [".."]],
  ["cat $HOME/x */y", []],
  ["pushd 'my dir'", ["my"]],
  ["curl https://example.com/x", ["https://example.com/x"]],
])("pathWords(%s) is %o", (command, words) => expect(pathWords(command, "/home/dev")).toEqual(words))

test("a long command is not searched for ever", () => {
  expect(pathWords(Array.from({ length: 5_000 }, (_, i) => `a/${i}`).join(" "), null)).toHaveLength(32)
})
