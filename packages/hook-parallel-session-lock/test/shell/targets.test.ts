import { describe, expect, test } from "vitest"
import { classifyCommand } from "../../src/shell/classify.ts"

const at = { cwd: "/w/app", home: "/home/dev", tempDirs: ["/tmp"] }

/** What a command acts on; a question mark at the end: and on what cannot be told. */
function targetsOf(command: string, more: object = {}): string {
  const { targets, knowsTargets } = classifyCommand(command, { ...at, ...more })
  return `${[...targets].sort().join(" ")}${knowsTargets ? "" : " ?"}`.trim()
}

describe("the targets of a command", () => {
  test.each<[command: string, targets: string]>([
    ["ls /elsewhere", ""],
    ["npm test", "/w/app"],
    ["git commit -m x", "/w/app"],
    ["rm a", "/w/app/a"],
    ["rm -rf /w/other/build a", "/w/app/a /w/other/build"],
    ["rm ../other/a", "/w/other/a"],
    ["rm ~/a", "/home/dev/a"],
    ["rm '~/a'", "?"],
    ["rm ~eve/a", "?"],
    ["rm $x", "?"],
    ["rm /w/other/x $x", "/w/other/x ?"],
    ['rm "$HOME/a"', "/home/dev/a"],
    ["rm src/*.ts", "/w/app/src"],
    ["rm /w/*/x", "?"],
    ["d=/w/other; rm $d/x", "/w/other/x"],
    ["mv a /w/other/", "/w/app/a /w/other"],
    ["cp /w/other/a b", "/w/app/b"],
    ["cp -r a b /w/other", "/w/other"],
    ["touch -r /w/other/a b", "/w/app/b"],
    ["chmod +x /w/other/a", "/w/other/a"],
    ["ln -s /w/other/a b", "/w/app/b"],
    ["tee /w/other/a < b", "/w/other/a"],
    ["sed -i s/a/b/ /w/other/a b", "/w/app/b /w/other/a"],
    ["sed -i -e s/a/b/ /w/other/a", "/w/other/a"],
    ["echo > out", "/w/app/out"],
    ["echo > /w/other/out", "/w/other/out"],
    ["echo > /tmp/out", ""],
    ["echo > /tmp/ws/out", "/tmp/ws/out"],
    ["echo > $x", "?"],
    ["echo > src/$x", "?"],
    ["make", "/w/app"],
    ["make -C /w/other", "/w/app /w/other"],
    ["python /w/other/fix.py", "/w/app /w/other/fix.py"],
    ["npm --prefix=/w/other run build", "/w/app /w/other"],
    ["dd if=a of=/w/other/b", "/w/other/b"],
    // git
    ["git -C /w/other commit", "/w/other"],
    ["git -C ../other commit", "/w/other"],
    ["git -C /w -C other commit", "/w /w/other"],
    ["git --git-dir=/w/other/.git --work-tree=/w/other add .", "/w/other /w/other/.git"],
    ["git -C $d commit", "?"],
    ["git worktree remove ../wt", "/w/app /w/wt"],
    ["git worktree add /w/wt -b x", "/w/app /w/wt"],
    ["git -C /w/other log --output=x", "/w/other"],
    // the directory
    ["cd /w/other && npm test", "/w/other"],
    ["cd ../other && git commit -m x", "/w/other"],
    ["cd /w/other; npm test", "/w/app /w/other"],
    ["cd /w/other\nnpm test", "/w/app /w/other"],
    ["cd /w/other || exit 1\nnpm test", "/w/other"],
    ["cd /w/other || { echo no; exit 1; }\nnpm test", "/w/other"],
    ["cd /w/other && ls; npm test", "/w/app /w/other"],
    ["cd /w/other && cd sub && rm a", "/w/other/sub/a"],
    ["(cd /w/other && ls); npm test", "/w/app"],
    ["(cd /w/other && npm test)", "/w/other"],
    ["cd /w/other | npm test", "/w/app"],
    ["cd /w/other & npm test", "/w/app"],
    ["! cd /w/other && npm test", "/w/app /w/other"],
    ["cd && npm test", "/home/dev"],
    ["cd ~/x && npm test", "/home/dev/x"],
    ["cd - && npm test", "/w/app ?"],
    ['cd "$X" && npm test', "/w/app ?"],
    ['cd "$(git rev-parse --show-toplevel)" && npm test', "/w/app ?"],
    ['cd "$X" && cd /w/other && npm test', "/w/other"],
    ['cd "$X" && rm /w/other/a', "/w/other/a"],
    ['cd "$X" && rm a', "/w/app/a ?"],
    ["pushd /w/other && npm test && popd && npm test", "/w/other ?"],
    ["if cd /w/other; then npm test; fi", "/w/app /w/other"],
    ["for d in a b; do cd $d && npm test; done", "/w/app ?"],
    ["while true; do cd sub && npm test; done", "/w/app/sub ?"],
    ["f() { npm test; }; cd /w/other && f", "/w/app ?"],
    ["bash -c 'cd /w/other && npm test'", "/w/other"],
    ["cd /w/other && bash -c 'npm test'", "/w/other"],
    ["env cd /w/other; npm test", "/w/app"],
    ["command cd /w/other && npm test", "/w/other"],
    ["find /w/other -name x -delete", "/w/other"],
    ["find . -exec rm {} +", "/w/app ?"],
    ["kill 1", ""],
    ["if true; then", "/w/app ?"],
    ["cd /w/other && echo '", "/w/app ?"],
  ])("%s: %s", (command, targets) => {
    expect(targetsOf(command)).toBe(targets)
  })

  test("a directory that is surely there is surely gone to", () => {
    const isDirectory = (path: string): boolean => path === "/w/other"
    expect(targetsOf("cd /w/other; npm test", { isDirectory })).toBe("/w/other")
    expect(targetsOf("cd /w/other && ls; npm test", { isDirectory })).toBe("/w/other")
    expect(targetsOf("cd /w/nowhere; npm test", { isDirectory })).toBe("/w/app /w/nowhere")
  })

  test("where home is not known, nothing in it is", () => {
    expect(targetsOf("rm ~/a", { home: undefined })).toBe("?")
  })
})

describe("the user's own reading commands", () => {
  const readOnlyCommands = ["npm test", "pnpm   exec tsc", ""]
  const classOf = (command: string): string => classifyCommand(command, { ...at, readOnlyCommands }).class

  test.each([
    ["npm test", "reads"],
    ["npm test -- --run | head", "reads"],
    ["cd src && CI=1 npm test 2>&1 | tail -5", "reads"],
    ["pnpm exec tsc --noEmit", "reads"],
    ["timeout 60 npm test", "reads"],
    ["npm", "unknown"],
    ["npm run test", "unknown"],
    ["npm testing", "unknown"],
    ["npm test > out", "changes"],
    ["npm test $(rm x)", "changes"],
    ["npm test && rm x", "changes"],
    ["NODE_OPTIONS=--x npm test", "unknown"],
    ["x='npm test'; $x", "reads"],
    ["./npm test", "unknown"],
    ["", "reads"],
  ])("%s: %s", (command, expected) => expect(classOf(command)).toBe(expected))
})

describe("what is said about a command", () => {
  test.each([
    ["git commit -m x", "git commit"],
    ["ls && git -C /x push", "git push"],
    ["echo a > out.txt", "> out.txt"],
    ["sed -i s/a/b/ x", "sed -i"],
    ["npm run build", "npm run"],
    ["rm -rf x; git push", "rm"],
    ["npm run\u001b[31m", "characters that do not show"],
    [`./${"x".repeat(200)}`, `./${"x".repeat(77)}…`],
    ["$x", "a command named by an expansion"],
    ["if", "expected 'then'"],
  ])("%s: %s", (command, because) => expect(classifyCommand(command, at).because).toContain(because))
})
