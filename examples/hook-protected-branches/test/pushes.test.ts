import { expect, it } from "vitest"
import { readProtection } from "../src/protection.ts"
import { pushesIn } from "../src/pushes.ts"
import { branchesHit } from "../src/refspecs.ts"

/** What a command would do to protected branches, run on the branch `here` at `/ws`. */
function judge(command: string, here: string | null = "main", env: Record<string, string> = {}): string[] {
  const { covers, allowsLease } = readProtection(env)
  return pushesIn(command).flatMap((push) =>
    branchesHit(push, allowsLease, () => (push.dir === null ? null : here))
      .filter(({ branch }) => covers(branch))
      .map(({ branch, how }) => `${how} ${branch}`),
  )
}

it.each([
  ["git push --force origin main", "rewrite main"],
  ["git push -f origin master", "rewrite master"],
  ["git push origin main --force", "rewrite main"],
  ["git push -uf origin main", "rewrite main"],
  ["git push -fo ci.skip origin main", "rewrite main"],
  ["git push --force-with-lease origin main", "rewrite main"],
  ["git push --force-with-lease=main:abc123 origin main", "rewrite main"],
  ["git push origin +main", "rewrite main"],
  ["git push origin '+refs/heads/main'", "rewrite main"],
  ["git push origin +feature:main", "rewrite main"],
  ["git push --force origin feature:release/1.2", "rewrite release/1.2"],
  ["git push --force origin HEAD", "rewrite main"],
  ["git push --force origin HEAD:main", "rewrite main"],
  ["git push --force origin '+refs/heads/*:refs/heads/*'", "rewrite *"],
  ["git push --force origin :", "rewrite *"],
  ["git push --force --all", "rewrite *"],
  ["git push --mirror backup", "rewrite *"],
  ["git push --force", "rewrite main"],
  ["git push --force origin", "rewrite main"],
  ["git push --delete origin main", "delete main"],
  ["git push -d origin main", "delete main"],
  ["git push origin :main", "delete main"],
  ["git push origin feature :refs/heads/main", "delete main"],
  ["git -c push.default=current -C ../other push -f origin main", "rewrite main"],
  ["/usr/bin/git push -f origin main", "rewrite main"],
  ["GIT_TRACE=1 git push -f origin main", "rewrite main"],
  ['git push --force "origin" "main"', "rewrite main"],
  ["git commit -m x && git push --force origin main", "rewrite main"],
  ["if true; then (git push -f origin main); fi", "rewrite main"],
  ["echo $(git push -f origin main)", "rewrite main"],
  ["cd ../other && git push -f origin main", "rewrite main"],
  ["git push -- origin +main", "rewrite main"],
])("%s: %s", (command, expected) => {
  expect(judge(command)).toEqual([expected])
})

it.each([
  "git push",
  "git push origin main",
  "git push origin HEAD:main",
  "git push -u origin main",
  "git push --force origin feature",
  "git push --force origin main:feature",
  "git push --force origin refs/tags/main",
  "git push --delete origin feature",
  "git push origin :feature",
  "git push --force --no-force origin main",
  "git push --force --dry-run origin main",
  "git push -fn origin main",
  "git push --push-option --force origin main",
  "git commit -m 'git push --force origin main'",
  "echo git push --force origin main",
  "git stash push --force main",
  "git log --grep push --force main",
])("%s passes", (command) => {
  expect(judge(command)).toEqual([])
})

it.each([
  'git push --force origin "$BRANCH"',
  "git push --force origin $(git branch --show-current)",
  "git push --force origin main}(",
  "git push --force origin 'main",
  "cd ../other && git push --force",
  "git --git-dir ../other/.git push --force",
  "git -C a -C b push --force",
  'git -C "$DIR" push --force',
])("%s passes: there is a doubt", (command) => {
  expect(judge(command)).toEqual([])
})

it("looks at the branch that is checked out only where the push names none", () => {
  expect(judge("git push --force", "feature")).toEqual([])
  expect(judge("git push --force", null)).toEqual([])
  expect(judge("git push --force origin main", null)).toEqual(["rewrite main"])
})

it("protects the branches that it is told, each name to its end", () => {
  const env = { PROTECTED_BRANCHES: "trunk, v*.x" }
  expect(judge("git push -f origin trunk v1.x v1-x main trunks", "main", env)).toEqual([
    "rewrite trunk",
    "rewrite v1.x",
  ])
})

it("lets a lease pass if it is told to, but no force beside it", () => {
  const env = { PROTECTED_BRANCHES_LEASE: "allow" }
  expect(judge("git push --force-with-lease origin main", "main", env)).toEqual([])
  expect(judge("git push --force-with-lease --force origin main", "main", env)).toEqual(["rewrite main"])
  expect(judge("git push --force-with-lease origin +main", "main", env)).toEqual(["rewrite main"])
})
